#include "smooth_step.h"

#include "experiment.h"
#include "iris.h"

namespace gradus::demos {

report::Panel smooth_step(const data::Dataset& iris, const torch::Tensor& z,
                          const torch::Tensor& probability) {
  const auto grid = torch::linspace(z.min().item(), z.max().item(), 121, torch::kFloat64);
  const auto [low, high] = std::pair(grid[0].item<double>(), grid[-1].item<double>());
  report::Panel panel{
      .title = {"The output over z = w · x + b", "输出随 z = w · x + b 的变化"},
      .x_label = "z",
      .y_label = {"output", "输出"},
      .y = report::Span{-0.1, 1.1},
      .curves = {{.name = {"perceptron", "感知器"},
                  .x = {std::min(low, 0.0), 0, 0, std::max(high, 0.0)},
                  .y = {0, 0, 1, 1},
                  .colour = 7},
                 {.name = {"logistic regression σ(z)", "逻辑回归 σ(z)"},
                  .x = to_vector(grid),
                  .y = to_vector(grid.sigmoid()),
                  .colour = 2}},
      .marks = iris_marks(iris),
  };
  for (auto& marks : panel.marks) {
    const auto of_class = iris.targets.eq(marks.colour);
    marks.x = to_vector(z.masked_select(of_class));
    marks.y = to_vector(probability.masked_select(of_class));
  }
  return panel;
}

}  // namespace gradus::demos
