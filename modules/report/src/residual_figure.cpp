#include "gradus/report/residual_figure.h"

#include "gradus/metrics/quantile.h"
#include "gradus/report/panel.h"
#include "histogram_curve.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr size_t kMaxSeries = 3, kMaxPoints = 2000;
constexpr double kMinBins = 8, kMaxBins = 40;

struct Residuals {
  std::string name;
  std::vector<double> predictions, values;  // finite, in the data's order
};

Residuals residuals_of(const ResidualSeries& series) {
  if (series.targets.size() != series.predictions.size())
    throw std::invalid_argument("residual_figure: as many predictions as targets are needed");
  Residuals residuals{series.name, {}, {}};
  for (size_t i = 0; i < series.targets.size(); ++i) {
    const double residual = series.predictions[i] - series.targets[i];
    if (!std::isfinite(residual)) continue;
    residuals.predictions.push_back(series.predictions[i]);
    residuals.values.push_back(residual);
  }
  return residuals;
}

Curve zero_line(std::vector<double> x, std::vector<double> y) {
  Curve curve;
  curve.x = std::move(x);
  curve.y = std::move(y);
  curve.colour = 7;
  curve.style = Curve::Style::kDashed;
  curve.width = 1;
  return curve;
}

Panel scatter_panel(const Residuals& residuals) {
  Panel panel;
  panel.title = residuals.name;
  panel.x_label = {"prediction", "预测值"};
  panel.y_label = {"residual", "残差"};
  const size_t count = residuals.values.size(), drawn = std::min(count, kMaxPoints);
  Marks marks;
  for (size_t i = 0; i < drawn; ++i) {
    marks.x.push_back(residuals.predictions[i * count / drawn]);
    marks.y.push_back(residuals.values[i * count / drawn]);
  }
  if (drawn < count) {
    const auto selection = text("{} of {} examples", "{1} 个样本中的 {0} 个", drawn, count);
    const std::string before = residuals.name.empty() ? "" : residuals.name + ", ";
    panel.title = Text(before + selection.en, before + selection.zh);
  }
  if (drawn > 0) {
    const auto [low, high] = std::ranges::minmax(residuals.predictions);
    panel.curves = {zero_line({low, high}, {0, 0})};
  }
  marks.size = drawn > 300 ? 0.5 : 0.8;
  panel.marks = {std::move(marks)};
  return panel;
}

/// The number of bins by Freedman and Diaconis' rule (1981), within what can be read.
size_t bin_count(const std::vector<double>& sorted) {
  const double range = sorted.back() - sorted.front();
  const double middle =
      metrics::sorted_quantile(sorted, 0.75) - metrics::sorted_quantile(sorted, 0.25);
  const double width = 2 * middle / std::cbrt(static_cast<double>(sorted.size()));
  return static_cast<size_t>(
      std::clamp(width > 0 ? std::ceil(range / width) : kMinBins, kMinBins, kMaxBins));
}

Panel histogram_panel(const Residuals& residuals) {
  Panel panel;
  if (!residuals.name.empty()) panel.title = " ";  // as high as the title beside it
  panel.x_label = {"residual", "残差"};
  panel.y_label = {"examples", "样本数"};
  auto sorted = residuals.values;
  if (sorted.empty()) return panel;
  std::ranges::sort(sorted);
  const size_t bins = bin_count(sorted);
  const double range = sorted.back() - sorted.front();
  // Residuals that are all the same have a bin of some width around them.
  const double room = range > 0 ? 0 : std::max(1e-9, std::abs(sorted.front())) / 2;
  const double low = sorted.front() - room, high = sorted.back() + room;
  std::vector<double> edges, counts(bins, 0);
  for (size_t b = 0; b <= bins; ++b)
    edges.push_back(low + (high - low) * static_cast<double>(b) / static_cast<double>(bins));
  for (const double value : sorted) {
    const double place = (value - low) / (high - low) * static_cast<double>(bins);
    ++counts[std::min(static_cast<size_t>(place), bins - 1)];
  }
  const double top = 1.05 * std::ranges::max(counts);
  panel.y = Span{0, top};
  panel.curves = {histogram_curve(edges, counts), zero_line({0, 0}, {0, top})};
  return panel;
}

}  // namespace

Figure residual_figure(const std::vector<ResidualSeries>& series, Language language) {
  if (series.empty()) throw std::invalid_argument("residual_figure: no targets");
  Panels panels;
  for (size_t i = 0; i < std::min(series.size(), kMaxSeries); ++i) {
    const auto residuals = residuals_of(series[i]);
    panels.panels.push_back(scatter_panel(residuals));
    panels.panels.push_back(histogram_panel(residuals));
  }
  panels.columns = 2;
  panels.plot_width = 320;
  return plot(panels, language);
}

}  // namespace gradus::report
