#include "gradus/metrics/roc.h"

#include "ranking.h"

#include <cmath>
#include <limits>

namespace gradus::metrics {
namespace {

/// Whether point i lies between points of which it is no corner: its second difference is 0.
bool is_intermediate(const Ranking::Counts& counts, size_t i) {
  const auto bend = [i](const std::vector<double>& v) { return v[i + 1] - 2 * v[i] + v[i - 1]; };
  return bend(counts.false_positives) == 0 && bend(counts.true_positives) == 0;
}

Ranking::Counts corners_of(const Ranking::Counts& all) {
  if (all.thresholds.size() <= 2) return all;
  Ranking::Counts kept;
  for (size_t i = 0; i < all.thresholds.size(); ++i) {
    if (i > 0 && i + 1 < all.thresholds.size() && is_intermediate(all, i)) continue;
    kept.thresholds.push_back(all.thresholds[i]);
    kept.true_positives.push_back(all.true_positives[i]);
    kept.false_positives.push_back(all.false_positives[i]);
  }
  return kept;
}

std::vector<double> rates(const std::vector<double>& counts) {
  std::vector<double> result = {0};
  const double total = counts.empty() ? 0 : counts.back();
  result.front() = total > 0 ? 0 : std::numeric_limits<double>::quiet_NaN();
  for (const double count : counts) result.push_back(count / total);
  return result;
}

}  // namespace

RocCurve roc_curve(std::span<const uint8_t> positive, std::span<const double> scores,
                   bool drop_intermediate) {
  auto counts = Ranking(positive, scores).counts();
  if (drop_intermediate) counts = corners_of(counts);
  RocCurve curve;
  curve.false_positive_rate = rates(counts.false_positives);
  curve.true_positive_rate = rates(counts.true_positives);
  curve.thresholds = {std::numeric_limits<double>::infinity()};
  curve.thresholds.insert(curve.thresholds.end(), counts.thresholds.begin(),
                          counts.thresholds.end());
  return curve;
}

double roc_auc(std::span<const uint8_t> positive, std::span<const double> scores) {
  return Ranking(positive, scores).roc_auc(unit_weights(scores.size()));
}

std::vector<double> class_roc_auc(const ScoredExamples& examples) {
  std::vector<double> areas;
  for (int64_t k = 0; k < examples.classes; ++k)
    areas.push_back(roc_auc(examples.is_class(k), examples.column(k)));
  return areas;
}

double roc_auc(const ScoredExamples& examples) {
  if (examples.classes == 2) return roc_auc(examples.is_class(1), examples.column(1));
  return macro_mean(class_roc_auc(examples));
}

double macro_mean(std::span<const double> values) {
  double sum = 0, count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace gradus::metrics
