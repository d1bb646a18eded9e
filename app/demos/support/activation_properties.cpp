#include "activation_properties.h"

#include "gradus/models/activation.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace gradus::demos {
namespace {

using torch::Tensor;

// Powers of two, so that x ± step is exact on the grid.
constexpr double kLargeStep = 0x1p-12, kSmallStep = 0x1p-20;
constexpr double kApart = 1e-3;           // slopes; a smooth f″ up to 1000 stays below
constexpr double kSame = 1e-12;           // values of float64 near 1, with rounding
constexpr double kInner = 8, kGrid = 16;  // the grid's end, and its points in 1
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Tensor inner_grid() {
  return torch::linspace(-kInner, kInner, int64_t(2 * kInner * kGrid) + 1, torch::kFloat64);
}

/// Points up to `end` on both sides, dense near 0, in order.
Tensor wide_grid(double end) {
  std::vector<Tensor> parts;
  for (double part = 10; part <= end; part *= 10) {
    parts.push_back(torch::linspace(-part, part, 2001, torch::kFloat64));
  }
  return std::get<0>(torch::cat(parts).sort());
}

/// Halves each cell of `grid` again and again, keeping the half in which `g` changes more: where
/// `g` jumps inside a cell, that is where the cell ends up.
Tensor narrowed_cells(const ScalarFunction& g, const Tensor& grid) {
  constexpr int kHalvings = 44;  // of a cell of 1/16, down to float64's own steps
  auto low = grid.slice(0, 0, -1), high = grid.slice(0, 1);
  auto g_low = g(low), g_high = g(high);
  for (int i = 0; i < kHalvings; ++i) {
    const auto middle = (low + high) / 2;
    const auto g_middle = g(middle);
    const auto left = (g_middle - g_low).abs() >= (g_high - g_middle).abs();
    low = torch::where(left, low, middle), g_low = torch::where(left, g_low, g_middle);
    high = torch::where(left, middle, high), g_high = torch::where(left, g_middle, g_high);
  }
  return (low + high) / 2;
}

/// Right minus left difference quotient.
Tensor slope_gap(const ScalarFunction& f, const Tensor& x, double step) {
  return ((f(x + step) - 2 * f(x) + f(x - step)) / step).abs();
}

Tensor central_quotient(const ScalarFunction& f, const Tensor& x) {
  return (f(x + kSmallStep) - f(x - kSmallStep)) / (2 * kSmallStep);
}

Tensor is_kink(const ScalarFunction& f, const Tensor& x) {
  constexpr double kShrinks =
      1.0 / 16;  // a smooth function's gap shrinks by the steps' ratio, 2^-8
  const auto gap = slope_gap(f, x, kSmallStep);
  const auto apart = gap.gt(kApart).logical_and(gap.gt(kShrinks * slope_gap(f, x, kLargeStep)));
  // A jump looks the same from both sides at its middle, but is steeper the closer one looks.
  const auto large = (f(x + kLargeStep) - f(x - kLargeStep)) / (2 * kLargeStep);
  const auto unsettled = (central_quotient(f, x) - large).abs().gt(kApart);
  return apart.logical_or(unsettled);
}

std::vector<double> find_kinks(const ScalarFunction& f) {
  const auto slope = [&](const Tensor& x) { return autograd_slope(f, x); };
  const auto grid = inner_grid();
  const auto places = torch::cat({grid, narrowed_cells(f, grid), narrowed_cells(slope, grid)});
  const auto kinks = places.index({is_kink(f, places)});
  std::set<double> distinct;
  constexpr double kDigits = 1e6;
  for (int64_t i = 0; i < kinks.size(0); ++i) {
    distinct.insert(std::round(kinks[i].item<double>() * kDigits) / kDigits + 0.0);  // no -0
  }
  return {distinct.begin(), distinct.end()};
}

double autograd_error(const ScalarFunction& f) {
  const auto grid = inner_grid();
  const auto smooth = grid.index({is_kink(f, grid).logical_not()});
  return (autograd_slope(f, smooth) - central_quotient(f, smooth)).abs().max().item<double>();
}

}  // namespace

ScalarFunction activation_function(const std::string& text) {
  auto module = models::make_activation(text);
  module.ptr()->to(torch::kFloat64);
  return [module](const Tensor& x) mutable { return module.forward(x); };
}

Tensor autograd_slope(const ScalarFunction& f, const Tensor& x) {
  const torch::AutoGradMode with_gradient(true);
  const auto leaf = x.detach().clone().requires_grad_();
  return torch::autograd::grad({f(leaf).sum()}, {leaf}).front();
}

ActivationProperties measure_properties(const ScalarFunction& f) {
  const torch::NoGradGuard no_gradient;
  ActivationProperties properties;
  properties.kinks = find_kinks(f);
  properties.autograd_error = autograd_error(f);
  const auto inner = f(wide_grid(1e3)), outer = f(wide_grid(1e4));
  const auto reaches = [&](double sign) {
    const double near = (sign * inner).max().item<double>();
    const double far = (sign * outer).max().item<double>();
    return sign * (far > near + kSame * std::max(1.0, std::abs(near)) ? kInfinity : far);
  };
  properties.lowest = reaches(-1), properties.highest = reaches(1);
  const auto steps = outer.diff();
  const bool rises = steps.max().item<double>() > kSame,
             falls = steps.min().item<double>() < -kSame;
  properties.traits = {properties.kinks.empty(), !(rises && falls),
                       std::isfinite(properties.lowest) && std::isfinite(properties.highest)};
  return properties;
}

std::optional<ActivationTraits> textbook_traits(const std::string& name) {
  static const std::map<std::string, ActivationTraits> kTextbook = {
      {"sign", {false, true, true}},     {"step", {false, true, true}},
      {"identity", {true, true, false}}, {"sigmoid", {true, true, true}},
      {"tanh", {true, true, true}},      {"relu", {false, true, false}},
      {"prelu", {false, true, false}},   {"leaky_relu", {false, true, false}},
      {"elu", {true, true, false}},      {"selu", {false, true, false}},
      {"gelu", {true, false, false}},    {"silu", {true, false, false}},
      {"softplus", {true, true, false}}, {"mish", {true, false, false}},
      {"hardtanh", {false, true, true}},
  };
  const auto found = kTextbook.find(name);
  if (found == kTextbook.end()) return std::nullopt;
  return found->second;
}

Examined examine(const std::string& text) {
  static const std::set<std::string> kNamedByCourse = {"sign",  "sigmoid",    "tanh", "relu",
                                                       "prelu", "leaky_relu", "elu"};
  const auto name = text.substr(0, text.find(':'));
  return {text, measure_properties(activation_function(text)), textbook_traits(name),
          kNamedByCourse.contains(name)};
}

TraitCount count_traits(const std::vector<Examined>& functions, bool named_only) {
  TraitCount count;
  for (const auto& function : functions) {
    if (named_only && !function.named) continue;
    const auto& traits = function.measured.traits;
    ++count.functions;
    count.differentiable += traits.differentiable;
    count.monotonic += traits.monotonic;
    count.bounded += traits.bounded;
    count.all += traits.all();
  }
  return count;
}

}  // namespace gradus::demos
