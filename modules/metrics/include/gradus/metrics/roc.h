/// Receiver operating characteristic: how many examples of a class are found at the price of how
/// many false alarms.
#pragma once
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// One point a threshold, which falls from +infinity (nothing is taken for positive).
struct RocCurve {
  std::vector<double> false_positive_rate,  ///< share of the negative examples at or above it
      true_positive_rate,                   ///< share of the positive examples at or above it
      thresholds;                           ///< scores, falling
};

/// `positive` is 0 or 1; a higher score means more likely positive. As scikit-learn's `roc_curve`:
/// `drop_intermediate` leaves out points on a straight line between their neighbours, which changes
/// no drawing and no area. A rate whose denominator is 0 is NaN. Throws `std::invalid_argument` for
/// counts that differ and for scores that are not numbers.
RocCurve roc_curve(std::span<const uint8_t> positive, std::span<const double> scores,
                   bool drop_intermediate = true);

/// The area below it: the probability that a positive example has a higher score than a negative
/// one, ties counting half. NaN where one of the two kinds is missing.
double roc_auc(std::span<const uint8_t> positive, std::span<const double> scores);

/// Each class against the rest, K values; of two classes both are the same.
std::vector<double> class_roc_auc(const ScoredExamples& examples);

/// The mean of those values that are numbers; NaN without any. A class without examples (or with
/// all of them) has no curve and does not count.
double macro_mean(std::span<const double> values);

/// Of two classes that of class 1, of more the macro mean.
double roc_auc(const ScoredExamples& examples);

}  // namespace gradus::metrics
