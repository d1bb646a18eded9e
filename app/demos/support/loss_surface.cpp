#include "loss_surface.h"

#include "stage.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace gradus::demos {
namespace {

// Of the paths: those that stand out on the map's blue to yellow.
constexpr int64_t kColours[] = {1, 5, 7};

/// Step numbers to draw: the first ones, where a path moves most, then evenly chosen ones and the
/// last.
std::vector<size_t> drawn_steps(size_t count) {
  constexpr size_t kFirst = 50, kLater = 60;
  const size_t stride = std::max<size_t>(1, count / kLater);
  std::vector<size_t> steps;
  for (size_t i = 0; i < count; ++i) {
    if (i < kFirst || i % stride == 0 || i + 1 == count) steps.push_back(i);
  }
  return steps;
}

std::vector<double> at(const std::vector<double>& values, const std::vector<size_t>& steps) {
  std::vector<double> chosen;
  for (const size_t step : steps) chosen.push_back(values[step]);
  return chosen;
}

/// Ends of a logarithmic axis that are close to the losses; none where no loss is usable.
std::optional<report::Span> span_of(const std::vector<DescentPath>& paths) {
  constexpr double kMargin = 1.3;
  double low = HUGE_VAL, high = 0;
  for (const auto& path : paths) {
    for (const double loss : path.loss) {
      if (!std::isfinite(loss) || loss <= 0) continue;
      low = std::min(low, loss), high = std::max(high, loss);
    }
  }
  if (high == 0) return std::nullopt;
  constexpr double kHuge = 1e300;  // so that the axis does not end at infinity
  return report::Span{std::min(low, kHuge) / kMargin, std::min(high, kHuge) * kMargin};
}

}  // namespace

DescentPath descend(const LossFunction& loss, double w1, double w2, double learning_rate,
                    int64_t steps) {
  DescentPath path;
  for (int64_t step = 0; step <= steps; ++step) {
    throw_if_interrupted();
    const auto point = loss(w1, w2);
    path.w1.push_back(w1);
    path.w2.push_back(w2);
    path.loss.push_back(point.loss);
    w1 -= learning_rate * point.d_w1;
    w2 -= learning_rate * point.d_w2;
  }
  return path;
}

report::Grid loss_surface(const LossFunction& loss, report::Span span, int64_t resolution) {
  constexpr double kTiny = 1e-300;
  report::Grid grid{span, span, resolution, resolution, {}};
  const double step = (span.max - span.min) / double(resolution - 1);
  for (int64_t row = 0; row < resolution; ++row) {
    for (int64_t column = 0; column < resolution; ++column) {
      const auto point = loss(span.min + double(column) * step, span.min + double(row) * step);
      grid.values.push_back(std::log10(std::max(point.loss, kTiny)));
    }
  }
  return grid;
}

Descent explore(const LossFunction& loss, double learning_rate, int64_t steps) {
  constexpr double kStarts[][2] = {{-2.7, 2.2}, {0.3, -2.6}, {2.7, -1.2}};
  Descent descent{loss_surface(loss, {-3, 3}), {}};
  for (const auto& [w1, w2] : kStarts) {
    descent.paths.push_back(descend(loss, w1, w2, learning_rate, steps));
  }
  return descent;
}

Fall measure_fall(const std::vector<DescentPath>& paths) {
  constexpr double kRounding = 1e-12;
  Fall fall;
  size_t steps = 0;
  std::vector<std::string> losses;
  for (const auto& path : paths) {
    for (size_t i = 1; i < path.loss.size(); ++i) {
      // Written so that a loss that is no number counts.
      if (!(path.loss[i] <= path.loss[i - 1] * (1 + kRounding))) ++fall.rises;
    }
    steps += path.loss.size() - 1;
    fall.all_lower = fall.all_lower && path.loss.back() < path.loss.front();
    const double last = std::abs(path.loss.back());  // never "-nan"
    losses.push_back(fmt::format("{:.3g} → {:.3g}", path.loss.front(), last));
  }
  fall.measured = report::text("{} of {} steps up; losses {}", "{1} 步中 {0} 步上升；损失 {2}",
                               fall.rises, steps, fmt::format("{}", fmt::join(losses, ", ")));
  return fall;
}

report::Panels descent_picture(const Descent& descent) {
  const auto& [surface, paths] = descent;
  report::Panel map{
      .title = {"The same steps on the loss surface", "损失曲面上的下降路径"},
      .x_label = "w₁",
      .y_label = "w₂",
      .x = surface.x,
      .y = surface.y,
      .heat = report::HeatMap{
          .values = surface, .label = {"log₁₀ of the loss", "损失的 log₁₀"}, .contours = 14}};
  report::Panel losses{.title = {"The loss, step by step", "每一步的损失"},
                       .x_label = {"step", "步"},
                       .y_label = {"loss (mean squared error)", "损失（均方误差）"},
                       .y = span_of(paths),
                       .log_y = true};
  for (size_t p = 0; p < paths.size(); ++p) {
    const auto& path = paths[p];
    const auto steps = drawn_steps(path.loss.size());
    const int64_t colour = kColours[p % std::size(kColours)];
    const auto name = report::text("start {}", "起点 {}", p + 1);
    map.curves.push_back({.name = name,
                          .x = at(path.w1, steps),
                          .y = at(path.w2, steps),
                          .colour = colour,
                          .style = report::Curve::Style::kLinePoints});
    map.marks.push_back(
        {.x = {path.w1.front()}, .y = {path.w2.front()}, .colour = colour, .size = 2});
    map.marks.push_back({.x = {path.w1.back()},
                         .y = {path.w2.back()},
                         .colour = colour,
                         .shape = report::Marks::Shape::kCross,
                         .size = 3});
    losses.curves.push_back({.name = name,
                             .x = {steps.begin(), steps.end()},
                             .y = at(path.loss, steps),
                             .colour = colour});
  }
  return {.panels = {losses, map}, .plot_width = 330, .plot_height = 300};
}

}  // namespace gradus::demos
