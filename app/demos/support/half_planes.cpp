#include "half_planes.h"

#include "experiment.h"

#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

#include <numbers>

namespace gradus::demos {

models::Mlp half_planes(int64_t units, int64_t needed) {
  models::Mlp model(models::MlpOptions(2, 2).hidden({units}).activation("step"));
  const torch::NoGradGuard no_gradient;
  const auto hidden = model->layers->ptr<torch::nn::LinearImpl>(0);
  const auto output = model->layers->ptr<torch::nn::LinearImpl>(2);
  // Turned a little, so that no line runs along a grid of points.
  const auto angles =
      torch::arange(units) * (2 * std::numbers::pi / static_cast<double>(units)) + 0.4;
  hidden->weight.copy_(torch::stack({angles.cos(), angles.sin()}, 1));
  hidden->bias.fill_(1);
  // Class 0 scores 0; class 1 the count, less half a unit than what is needed.
  output->weight.zero_();
  output->weight[1].fill_(1);
  output->bias.zero_();
  output->bias[1].fill_(0.5 - static_cast<double>(needed));
  return model;
}

report::Panels half_planes_picture() {
  report::Panels panels{.columns = 3, .plot_width = 190, .plot_height = 160};
  const auto add = [&](int64_t units, int64_t needed, report::Text title) {
    torch::nn::AnyModule model(half_planes(units, needed));
    panels.panels.push_back({.title = std::move(title),
                             .x_label = "x₁",
                             .y_label = "x₂",
                             .region = region_of(model, {-3, 3}, {-3, 3}, {})});
  };
  add(2, 2, {"AND of 2: open", "2 个相“与”：开凸区域"});
  add(5, 5, {"AND of 5: closed", "5 个相“与”：闭凸区域"});
  add(5, 4, {"4 of 5: not convex", "5 个中至少 4 个：非凸"});
  return panels;
}

}  // namespace gradus::demos
