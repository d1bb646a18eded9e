#include "bump_network.h"

#include "experiment.h"
#include "gradus/data/functions.h"

#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

#include <algorithm>

namespace gradus::demos {

models::Mlp bump_network(const std::string& function, int64_t bumps) {
  models::Mlp model(models::MlpOptions(1, 1)
                        .hidden({2 * bumps})
                        .activation("step")
                        .head(models::Head::kRegression));
  model->to(torch::kFloat64);
  const torch::NoGradGuard no_gradient;
  auto edges = torch::linspace(-1, 1, bumps + 1, torch::kFloat64);
  const auto middles = (edges.slice(0, 0, bumps) + edges.slice(0, 1)) / 2;
  edges[0] = -2;
  edges[bumps] = 2;
  const auto heights = data::function_values(function, middles);
  const auto hidden = model->layers->ptr<torch::nn::LinearImpl>(0);
  const auto output = model->layers->ptr<torch::nn::LinearImpl>(2);
  hidden->weight.fill_(1);
  hidden->bias.copy_(-torch::cat({edges.slice(0, 0, bumps), edges.slice(0, 1)}));
  output->weight.copy_(torch::cat({heights, -heights}).unsqueeze(0));
  output->bias.zero_();
  return model;
}

double modulus_of_continuity(const torch::Tensor& values, int64_t steps) {
  const auto windows = values.unfold(0, std::min(steps + 1, values.size(0)), 1);
  return (windows.amax(1) - windows.amin(1)).max().item<double>();
}

BumpError bump_error(const std::string& function, int64_t bumps) {
  constexpr int64_t kPieces = 4096;
  const int64_t half = (kPieces + 2 * bumps - 1) / (2 * bumps);  // pieces from edge to middle
  const torch::NoGradGuard no_gradient;
  const auto x = torch::linspace(-1, 1, 2 * bumps * half + 1, torch::kFloat64);
  const auto values = data::function_values(function, x);
  auto model = bump_network(function, bumps);
  const auto outputs = model->forward(x.unsqueeze(1)).squeeze(1);
  return {(outputs - values).abs().max().item<double>(), modulus_of_continuity(values, half)};
}

std::vector<report::Panel> bump_panels(const std::string& function, int64_t bumps) {
  using Style = report::Curve::Style;
  const report::Text output = {"output", "输出"};
  report::Panel pair{.title = {"Two steps make a bump", "两个阶跃组成一个凸起"},
                     .x_label = "x",
                     .y_label = output};
  const std::vector<double> up = {0, 0, 1, 1, 1, 1}, down = {0, 0, 0, 0, -1, -1};
  const std::vector<double> x = {-1, -0.3, -0.3, 0.3, 0.3, 1}, sum = {0, 0, 1, 1, 0, 0};
  pair.y = report::Span{-1.2, 1.2};
  pair.curves = {
      {.name = {"step up", "上阶跃"}, .x = x, .y = up, .colour = 0, .style = Style::kDashed},
      {.name = {"step down", "下阶跃"}, .x = x, .y = down, .colour = 2, .style = Style::kDashed},
      {.name = {"sum", "两者之和"}, .x = x, .y = sum, .colour = 1, .width = 3}};

  const torch::NoGradGuard no_gradient;
  const auto smooth = torch::linspace(-1, 1, 151, torch::kFloat64);
  // Both ends of each piece, so that the staircase is drawn with upright walls.
  const auto edges = torch::linspace(-1, 1, bumps + 1, torch::kFloat64);
  const auto left = edges.slice(0, 0, bumps), right = edges.slice(0, 1);
  auto model = bump_network(function, bumps);
  const auto heights = model->forward(((left + right) / 2).unsqueeze(1)).squeeze(1);
  report::Panel staircase{
      .title = report::text("{} bumps make a staircase", "{} 个凸起连成阶梯", bumps),
      .x_label = "x",
      .y_label = output};
  staircase.curves = {{.name = {"function", "函数"},
                       .x = to_vector(smooth),
                       .y = to_vector(data::function_values(function, smooth))},
                      {.name = {"network", "网络"},
                       .x = to_vector(torch::stack({left, right}, 1).flatten()),
                       .y = to_vector(heights.repeat_interleave(2)),
                       .colour = 1}};
  return {pair, staircase};
}

}  // namespace gradus::demos
