#include "comparison_figure.h"

#include "gradus/core/error.h"
#include "gradus/report/panel.h"

#include <cmath>
#include <functional>
#include <limits>

namespace gradus::cli {
namespace {

using training::EpochRecord;

constexpr size_t kColours = 8;  // of `report::class_colour`
constexpr size_t kMaxRuns = 2 * kColours;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

report::Curve curve_of(const RunRecord& run, size_t index,
                       const std::function<double(const EpochRecord&)>& loss) {
  report::Curve curve;
  curve.colour = static_cast<int64_t>(index % kColours);
  curve.style = index < kColours ? report::Curve::Style::kLine : report::Curve::Style::kDashed;
  for (const auto& epoch : run.history.epochs) {
    const double value = loss(epoch);
    curve.x.push_back(static_cast<double>(epoch.epoch));
    curve.y.push_back(std::isfinite(value) ? value : kNone);
  }
  // A single epoch has no line.
  if (curve.x.size() == 1) curve.style = report::Curve::Style::kLinePoints;
  return curve;
}

// Whether the smaller values of a linear scale would lie on its axis.
bool needs_log_scale(const report::Panel& panel) {
  constexpr double kDecades = 100;
  double smallest = std::numeric_limits<double>::infinity(), largest = 0;
  for (const auto& curve : panel.curves) {
    for (const double y : curve.y) {
      if (std::isnan(y)) continue;
      smallest = std::min(smallest, y);
      largest = std::max(largest, y);
    }
  }
  return smallest > 0 && largest > kDecades * smallest;
}

}  // namespace

report::Figure comparison_figure(const Comparison& comparison) {
  if (comparison.runs.size() > kMaxRuns) {
    throw UsageError("--figure: {} runs: expected at most {}, more cannot be told apart",
                     comparison.runs.size(), kMaxRuns);
  }
  report::Panel train, validation;
  train.title = "training loss";
  validation.title = "validation loss";
  const auto names = short_names(comparison.runs);
  for (size_t i = 0; i < names.size(); ++i) {
    train.curves.push_back(
        curve_of(comparison.runs[i], i, [](const EpochRecord& epoch) { return epoch.train_loss; }));
    validation.curves.push_back(curve_of(comparison.runs[i], i, [](const EpochRecord& epoch) {
      return epoch.validation_loss.value_or(kNone);
    }));
    train.curves.back().name = names[i];
    validation.curves.back().name = names[i];
  }
  train.x_label = validation.x_label = "epoch";
  // One kind of scale, so that the two can be compared.
  train.log_y = validation.log_y = needs_log_scale(train) || needs_log_scale(validation);
  return report::plot({.panels = {train, validation}, .plot_width = 380, .plot_height = 260},
                      report::Language::kEnglish);
}

}  // namespace gradus::cli
