#include "gradus/metrics/precision_recall.h"

#include "gradus/metrics/roc.h"
#include "ranking.h"

#include <algorithm>
#include <limits>

namespace gradus::metrics {

PrecisionRecallCurve precision_recall_curve(std::span<const uint8_t> positive,
                                            std::span<const double> scores) {
  const auto counts = Ranking(positive, scores).counts();
  const double positives = counts.true_positives.empty() ? 0 : counts.true_positives.back();
  PrecisionRecallCurve curve;
  for (size_t i = counts.thresholds.size(); i-- > 0;) {
    const double found = counts.true_positives[i];
    curve.precision.push_back(found / (found + counts.false_positives[i]));
    curve.recall.push_back(positives > 0 ? found / positives : 1);
    curve.thresholds.push_back(counts.thresholds[i]);
  }
  curve.precision.push_back(1);
  curve.recall.push_back(0);
  return curve;
}

double average_precision(std::span<const uint8_t> positive, std::span<const double> scores) {
  return Ranking(positive, scores).average_precision(unit_weights(scores.size()));
}

std::vector<double> class_average_precision(const ScoredExamples& examples) {
  std::vector<double> averages;
  for (int64_t k = 0; k < examples.classes; ++k) {
    const auto positive = examples.is_class(k);
    averages.push_back(std::ranges::count(positive, 1) == 0
                           ? std::numeric_limits<double>::quiet_NaN()
                           : average_precision(positive, examples.column(k)));
  }
  return averages;
}

double average_precision(const ScoredExamples& examples) {
  if (examples.classes == 2) return average_precision(examples.is_class(1), examples.column(1));
  return macro_mean(class_average_precision(examples));
}

}  // namespace gradus::metrics
