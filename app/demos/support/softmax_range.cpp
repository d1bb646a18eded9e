#include "softmax_range.h"

#include "experiment.h"
#include "gradus/models/softmax_regression.h"
#include "softmax_forms.h"

#include <fmt/ranges.h>

#include <cmath>

namespace gradus::demos {
namespace {

/// Probabilities [N, K] of these logits by the model itself: W is the unit matrix, b is 0.
torch::Tensor model_softmax(const torch::Tensor& logits) {
  const int64_t classes = logits.size(1);
  models::SoftmaxRegression model(models::SoftmaxRegressionOptions(classes, classes).bias(false));
  const torch::NoGradGuard no_gradient;
  model->linear->weight.copy_(torch::eye(classes));
  return model->predict(logits.to(torch::kFloat32));
}

bool all_finite(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

report::Text numbers_text(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (const double value : values) {
    texts.push_back(std::isnan(value)         ? "NaN"
                    : std::abs(value) >= 1000 ? fmt::format("{:.0f}", value)
                                              : fmt::format("{:.3g}", value));
  }
  return fmt::format("({})", fmt::join(texts, ", "));
}

}  // namespace

SoftmaxRange softmax_range(double size, int64_t classes) {
  const auto values = torch::tensor({-size, 0.0, size}, torch::kFloat64);
  const std::vector<torch::Tensor> columns(static_cast<size_t>(classes), values);
  const auto logits = torch::cartesian_prod(columns).reshape({-1, classes});
  const auto y = model_softmax(logits).to(torch::kFloat64);
  SoftmaxRange range;
  range.rows = logits.size(0);
  range.broken = y.isfinite().all(1).logical_not().sum().item<int64_t>();
  range.sum_error = (y.sum(1) - 1).abs().max().item<double>();
  for (int64_t i = 0; i < range.rows; ++i) {
    if (!all_finite(naive_softmax(to_vector(logits[i])))) ++range.naive_broken;
  }
  return range;
}

std::vector<std::vector<report::Text>> softmax_range_rows(double size) {
  const std::vector<std::vector<double>> examples = {
      {1, 0, -1}, {size, 0, -size}, {size, size, 0}, {-size, -size, -size}};
  std::vector<std::vector<report::Text>> rows;
  for (const auto& z : examples) {
    const auto y = to_vector(model_softmax(torch::tensor(z).unsqueeze(0)));
    rows.push_back({numbers_text(z), numbers_text(naive_softmax(z)), numbers_text(y)});
  }
  return rows;
}

report::Panel softmax_range_panel() {
  const auto sizes = torch::logspace(-2, 4.5, 131, 10, torch::kFloat64);
  report::Curve naive{.name = {"as the formula reads", "照公式直接算"},
                      .x = to_vector(sizes),
                      .y = {},
                      .colour = 1,
                      .width = 6};
  report::Curve model{.name = {"softmax regression", "softmax 回归"}, .x = naive.x, .y = {}};
  for (const double z : naive.x) {
    naive.y.push_back(naive_softmax({z, 0, -z}).front());
    model.y.push_back(model_softmax(torch::tensor({{z, 0.0, -z}}))[0][0].item<double>());
  }
  return {.title = {"y₁ for the logits (z, 0, -z)", "logits 为 (z, 0, -z) 时的 y₁"},
          .x_label = "z",
          .y_label = "y₁",
          .x = report::Span{naive.x.front(), naive.x.back()},
          .y = report::Span{0, 1.1},
          .log_x = true,
          .curves = {naive, model}};
}

}  // namespace gradus::demos
