/// Precision against recall: the curve to look at where one class is rare.
#pragma once
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// One point a threshold, recall falling; after the last threshold the point (recall 0, precision
/// 1) closes the curve, so that `thresholds` is one shorter.
struct PrecisionRecallCurve {
  std::vector<double> precision,  ///< share of those at or above the threshold that are positive
      recall,                     ///< share of the positive examples that are at or above it
      thresholds;                 ///< scores, rising
};

/// `positive` is 0 or 1; a higher score means more likely positive. As scikit-learn's
/// `precision_recall_curve`: without positive examples recall is 1 everywhere. Throws
/// `std::invalid_argument` for counts that differ and for scores that are not numbers.
PrecisionRecallCurve precision_recall_curve(std::span<const uint8_t> positive,
                                            std::span<const double> scores);

/// The mean of precision over steps of recall, without interpolation; 0 without positive examples.
double average_precision(std::span<const uint8_t> positive, std::span<const double> scores);

/// Each class against the rest, K values; NaN for a class without examples.
std::vector<double> class_average_precision(const ScoredExamples& examples);

/// Of two classes that of class 1, of more the mean of those that are numbers.
double average_precision(const ScoredExamples& examples);

}  // namespace gradus::metrics
