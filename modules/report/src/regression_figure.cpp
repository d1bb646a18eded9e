#include "gradus/report/regression_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr int64_t kMaxPoints = 4000;
constexpr int64_t kMaxPanels = 6;
constexpr int64_t kMaxColumns = 3;
constexpr int kPanel = 360;  // pixels

torch::Tensor as_columns(const torch::Tensor& values) {
  const auto copy = values.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  return copy.dim() == 1 ? copy.unsqueeze(1) : copy;
}

struct Panel {
  std::string rows;
  double low = INFINITY, high = -INFINITY;  // of both axes, so that the diagonal is one
};

Panel panel_of(const torch::Tensor& targets, const torch::Tensor& predictions, int64_t output) {
  Panel panel;
  const int64_t count = targets.size(0);
  const int64_t drawn = std::min(count, kMaxPoints);
  const auto x = targets.accessor<double, 2>();
  const auto y = predictions.accessor<double, 2>();
  for (int64_t i = 0; i < drawn; ++i) {
    const int64_t row = i * count / drawn;
    const double pair[] = {x[row][output], y[row][output]};
    if (!std::isfinite(pair[0]) || !std::isfinite(pair[1])) continue;
    panel.low = std::min({panel.low, pair[0], pair[1]});
    panel.high = std::max({panel.high, pair[0], pair[1]});
    panel.rows += fmt::format("{} {}\n", pair[0], pair[1]);
  }
  if (panel.rows.empty()) panel = {"", 0, 1};
  const double span = panel.high - panel.low;
  const double room = span > 0 ? 0.04 * span : std::max(1.0, std::abs(panel.low)) * 0.1;
  panel.low -= room;
  panel.high += room;
  return panel;
}

// The step of 1, 2 or 5 times a power of ten that gives about so many tics.
double tic_step(double span, int tics) {
  const double raw = span / tics;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double mantissa = raw / power;
  return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
}

// About 4 tics, or 2 where their numbers are long: more would run into one another below the axis.
double tic_step(const Panel& panel) {
  constexpr size_t kShort = 5;  // characters
  const double span = panel.high - panel.low, step = tic_step(span, 4);
  const auto length = [step](double count) { return fmt::format("{:g}", count * step).size(); };
  const size_t longest =
      std::max(length(std::ceil(panel.low / step)), length(std::floor(panel.high / step)));
  return longest > kShort ? tic_step(span, 2) : step;
}

std::string plot(const Panel& panel, int64_t output) {
  const std::string diagonal = "x with lines linecolor rgb '#333333' dashtype 2 linewidth 1";
  const std::string range =
      fmt::format("set xrange [{0}:{1}]\nset yrange [{0}:{1}]\nset tics {2}\n", panel.low,
                  panel.high, tic_step(panel));
  if (panel.rows.empty()) return range + "plot " + diagonal + "\n";
  return range + fmt::format(
                     "plot $points{} using 1:2 with points pointtype 7 pointsize 0.4 linecolor "
                     "rgb '#80{}', {}\n",
                     output, class_colour(0).substr(1), diagonal);
}

}  // namespace

Figure regression_figure(const torch::Tensor& targets, const torch::Tensor& predictions,
                         const std::vector<std::string>& target_names) {
  const auto x = as_columns(targets), y = as_columns(predictions);
  if (x.dim() != 2 || x.sizes() != y.sizes() || x.size(0) == 0) {
    throw std::invalid_argument("regression_figure: expected two equal shapes [N] or [N, k]");
  }
  const int64_t panels = std::min(x.size(1), kMaxPanels);
  const int64_t columns = std::min(panels, kMaxColumns);
  const int64_t rows = (panels + columns - 1) / columns;
  Figure figure{static_cast<int>(kPanel * columns), static_cast<int>(kPanel * rows), "", ""};
  figure.commands = fmt::format(
      "set multiplot layout {},{}\nset size square\nset xlabel 'target'\nset ylabel 'prediction'\n",
      rows, columns);
  for (int64_t k = 0; k < panels; ++k) {
    const Panel panel = panel_of(x, y, k);
    const auto index = static_cast<size_t>(k);
    std::string title = index < target_names.size() ? target_names[index] : "";
    if (x.size(0) > kMaxPoints) {
      title += fmt::format("{}{} of {} examples", title.empty() ? "" : ", ", kMaxPoints, x.size(0));
    }
    figure.data += fmt::format("$points{} << END_OF_DATA\n{}END_OF_DATA\n", k, panel.rows);
    figure.commands += fmt::format("set title {}\n{}", text_literal(title), plot(panel, k));
  }
  figure.commands += "unset multiplot\n";
  return figure;
}

}  // namespace gradus::report
