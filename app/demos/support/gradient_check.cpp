#include "gradient_check.h"

#include "stage.h"

#include <torch/csrc/autograd/autograd.h>

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace gradus::demos {
namespace {

/// The larger one; NaN is worse than any number.
double worse(double a, double b) {
  return b > a || std::isnan(b) ? b : a;
}

}  // namespace

torch::Tensor difference_quotients(const std::function<torch::Tensor()>& loss,
                                   const torch::Tensor& parameter, double h) {
  const torch::NoGradGuard no_gradient;
  // Not counted as a change by autograd, which would refuse the graph recorded before.
  const auto numbers = parameter.variable_data().view(-1);
  auto quotients = torch::zeros_like(numbers);
  for (int64_t i = 0; i < numbers.size(0); ++i) {
    const auto number = numbers[i];
    const auto value = number.clone();
    number.copy_(value + h);
    const auto above = loss();
    number.copy_(value - h);
    quotients[i].copy_((above - loss()) / (2 * h));
    number.copy_(value);
  }
  return quotients.view_as(parameter);
}

double relative_difference(const torch::Tensor& ours, const torch::Tensor& theirs) {
  constexpr double kTiny = 1e-300;  // a gradient may be 0 everywhere
  const double largest = theirs.abs().max().item<double>();
  return (ours - theirs).abs().max().item<double>() / std::max(largest, kTiny);
}

void GradientChecks::add(const GradientCheck& name, const torch::Tensor& ours,
                         const torch::Tensor& tensor, const std::function<torch::Tensor()>& loss,
                         const torch::Tensor& loss_value) {
  auto check = name;
  check.shape = ours.sizes().vec();
  const auto autograd =
      torch::autograd::grad({loss_value}, {tensor}, {}, /*retain_graph=*/true).front();
  check.autograd = relative_difference(ours, autograd);
  if (tensor.is_leaf()) {
    check.quotients = relative_difference(ours, difference_quotients(loss, tensor));
  }
  const auto same = std::ranges::find(checks_, check.gradient, &GradientCheck::gradient);
  if (same == checks_.end()) {
    checks_.push_back(check);
    return;
  }
  same->autograd = worse(same->autograd, check.autograd);
  if (check.quotients) same->quotients = worse(*same->quotients, *check.quotients);
}

LargestDifferences largest_differences(const std::vector<GradientCheck>& checks) {
  LargestDifferences largest{0, 0};
  for (const auto& check : checks) {
    largest.autograd = worse(largest.autograd, check.autograd);
    if (check.quotients) largest.quotients = worse(largest.quotients, *check.quotients);
  }
  return largest;
}

void show(Stage& stage, const std::vector<GradientCheck>& checks) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto& check : checks) {
    rows.push_back(
        {check.gradient, check.formula, fmt::format("[{}]", fmt::join(check.shape, ", ")),
         report::number("{:.1e}", check.autograd),
         check.quotients ? report::number("{:.1e}", *check.quotients) : report::Text("–")});
  }
  stage.table({"Gradients by hand, and the largest relative difference from …",
               "手写的梯度，以及与下列结果的最大相对差"},
              {{"gradient", "梯度"},
               {"by the chain rule", "链式法则"},
               {"shape", "形状"},
               {"autograd", "自动求导"},
               {"difference quotients", "差商"}},
              rows);
}

}  // namespace gradus::demos
