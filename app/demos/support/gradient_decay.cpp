#include "gradient_decay.h"

#include "gradus/core/error.h"
#include "gradus/models/mlp.h"
#include "gradus/report/statistics.h"
#include "numbers.h"
#include "seed_curve.h"
#include "side_by_side.h"
#include "wording.h"

#include <torch/nn/functional/loss.h>

#include <algorithm>
#include <cmath>

namespace gradus::demos {
namespace {

double root_mean_square(const torch::Tensor& tensor) {
  return tensor.square().mean().sqrt().item<double>();
}

double log_ratio(const std::string& activation, int64_t depth, const DecayOptions& options,
                 const data::Dataset& examples, uint64_t seed) {
  const std::vector<int64_t> hidden(static_cast<size_t>(depth), options.width);
  auto model = seeded(seed, [&] {
    return models::Mlp(models::MlpOptions(examples.features(), examples.outputs())
                           .hidden(hidden)
                           .activation(activation)
                           .initialization(options.initialization));
  });
  // A float32 gradient would become 0 after some 60 sigmoids.
  model->to(torch::kFloat64);
  const auto outputs = model->forward(examples.inputs.to(torch::kFloat64));
  torch::nn::functional::cross_entropy(outputs, examples.targets).backward();
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : model->parameters()) {
    if (parameter.dim() == 2) gradients.push_back(parameter.grad());
  }
  return std::log10(root_mean_square(gradients.front()) / root_mean_square(gradients.back()));
}

}  // namespace

std::vector<GradientDecay> measure_decay(const std::vector<std::string>& activations,
                                         const DecayOptions& options, const data::Dataset& examples,
                                         const Setup& setup) {
  using Ratios = std::vector<std::vector<double>>;  // [activation][depth - 1]
  std::vector<double> depths;
  for (int64_t depth = 1; depth <= options.max_depth; ++depth) depths.push_back(double(depth));
  const auto all = side_by_side(options.seeds, setup, [&](int64_t i) {
    Ratios ratios;
    for (const auto& activation : activations) {
      auto& of_depth = ratios.emplace_back();
      for (int64_t depth = 1; depth <= options.max_depth; ++depth) {
        of_depth.push_back(
            log_ratio(activation, depth, options, examples, setup.seed + static_cast<uint64_t>(i)));
      }
    }
    return ratios;
  });

  std::vector<GradientDecay> decays;
  for (const auto& activation : activations) decays.push_back({activation});
  for (auto& decay : decays) decay.log_ratios.resize(depths.size());
  for (const auto& ratios : all) {
    const bool alive = std::ranges::all_of(ratios, [](const auto& of_depth) {
      return std::ranges::all_of(of_depth, [](double ratio) { return std::isfinite(ratio); });
    });
    if (!alive) continue;
    for (size_t a = 0; a < decays.size(); ++a) {
      decays[a].slopes.push_back(report::slope(depths, ratios[a]).mean);
      for (size_t d = 0; d < depths.size(); ++d) decays[a].log_ratios[d].push_back(ratios[a][d]);
    }
  }
  if (!decays.empty() && decays.front().slopes.empty()) {
    throw RunError(
        "no seed gave networks with a gradient at every depth: try wider layers than {} or another "
        "initialization than {}",
        options.width, models::to_string(options.initialization));
  }
  return decays;
}

void show_decay(Stage& stage, const std::vector<GradientDecay>& decays) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto& decay : decays) {
    const double left = report::estimate(decay.log_ratios.back()).mean;
    rows.push_back({decay.activation, interval(report::estimate(decay.slopes)),
                    report::number("{:.1e}", std::pow(10, left))});
  }
  stage.table({"Gradient of the first layer relative to the last's, before training",
               "训练之前，首层梯度与末层梯度之比"},
              {{"function", "函数"},
               {"powers of ten a hidden layer", "每多一个隐层的数量级变化"},
               {"ratio at the greatest depth", "最深时的比值"}},
              rows);
}

report::Panels decay_picture(const std::vector<GradientDecay>& decays) {
  report::Panel panel{.title = {"Gradients before training", "训练之前的梯度"},
                      .x_label = {"hidden layers", "隐层数"},
                      .y_label = {"log₁₀ (first layer / last)", "log₁₀（首层 / 末层）"}};
  for (size_t i = 0; i < decays.size(); ++i) {
    panel.curves.push_back(seed_curve(decays[i].activation,
                                      count_from_one(decays[i].log_ratios.size()),
                                      decays[i].log_ratios, static_cast<int64_t>(i)));
  }
  return {.panels = {panel}, .plot_width = 420, .plot_height = 260};
}

}  // namespace gradus::demos
