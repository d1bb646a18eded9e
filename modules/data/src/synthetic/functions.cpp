/// Functions of one variable for regression.
#include "gradus/data/functions.h"

#include "../builtin.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "synthetic.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numbers>

namespace gradus::data {
namespace {

struct NamedFunction {
  const char* name;
  torch::Tensor (*values)(const torch::Tensor& x);
};

/// All of them on [-1, 1] with values in about [-1, 1].
const NamedFunction kFunctions[] = {
    {"sine", [](const torch::Tensor& x) { return (std::numbers::pi * x).sin(); }},
    {"absolute", [](const torch::Tensor& x) { return x.abs(); }},
    {"bumps",
     [](const torch::Tensor& x) {
       return (-((x + 0.5) * 6).square()).exp() - (-((x - 0.4) * 4).square()).exp();
     }},
    {"chirp",
     [](const torch::Tensor& x) { return (2 * std::numbers::pi * (x + 1).square()).sin(); }},
    {"cubic", [](const torch::Tensor& x) { return 2 * x.pow(3) - x; }},
    {"gaussian", [](const torch::Tensor& x) { return (-(x * 3).square()).exp(); }},
    {"linear", [](const torch::Tensor& x) { return 0.5 * x + 0.25; }},
    {"sinc", [](const torch::Tensor& x) { return torch::sinc(4 * x); }},
    {"step", [](const torch::Tensor& x) { return (x > 0).to(x.scalar_type()); }},
};

LoadedData make_function(const Settings& settings) {
  const auto names = function_names();
  const auto kind =
      settings.choice("kind", "sine", names, fmt::format("{}", fmt::join(names, "|")));
  const SyntheticDefaults defaults{.count = 200,
                                   .test = 200,
                                   .noise = 0.1,
                                   .noise_help = "standard deviation of the noise on the values"};
  return make_synthetic("function", settings, defaults, [&](Draw& draw) {
    Dataset dataset;
    dataset.task = Task::kRegression;
    dataset.inputs = draw.sampler.uniform({draw.count, 1}, -1, 1);
    dataset.targets = function_values(kind, dataset.inputs);
    dataset.targets += draw.sampler.normal({draw.count, 1}, draw.noise);
    dataset.feature_names = {"x"};
    dataset.target_names = {"y"};
    return dataset;
  });
}

}  // namespace

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : kFunctions) names.emplace_back(function.name);
  return names;
}

torch::Tensor function_values(const std::string& name, const torch::Tensor& x) {
  const auto* function = std::ranges::find(kFunctions, name, &NamedFunction::name);
  if (function == std::end(kFunctions)) {
    throw UsageError("{}", unknown_name_message("function", name, function_names()));
  }
  return function->values(x);
}

void add_functions(DatasetRegistry& registry) {
  registry.add("function", "a function of one variable on [-1, 1] with noise (regression)",
               make_function);
}

}  // namespace gradus::data
