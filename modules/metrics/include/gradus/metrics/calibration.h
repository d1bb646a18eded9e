/// Whether a model that says 80 % is right 80 times in 100.
#pragma once
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// The bins of Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (2017).
inline constexpr int64_t kCalibrationBins = 15;

/// Examples whose confidence (largest probability) lies in (low, high]; 0 is in the first bin.
struct ConfidenceBin {
  double low,         ///< lower bound, excluded but for 0 in the first bin
      high;           ///< upper bound, included
  int64_t count;      ///< examples in the bin
  double confidence,  ///< mean of the largest probabilities; NaN in an empty bin
      accuracy;       ///< share of the examples that are right; NaN in an empty bin
};

/// `bins` of equal width over 0 to 1, empty ones included. Throws `std::invalid_argument` for fewer
/// than one.
std::vector<ConfidenceBin> confidence_bins(const ScoredExamples& examples,
                                           int64_t bins = kCalibrationBins);

/// Mean distance of accuracy and confidence over the bins, each weighing as many examples as it
/// has (equation 5 of that paper). NaN without examples.
double expected_calibration_error(const ScoredExamples& examples, int64_t bins = kCalibrationBins);

/// The bin of a probability among `bins`, from 0.
int64_t bin_of(double probability, int64_t bins);

/// As scikit-learn's `calibration_curve` with the strategy "uniform": a point each bin that is not
/// empty.
struct CalibrationCurve {
  std::vector<double> mean_probability,  ///< of the examples in a bin, rising
      positive_share;                    ///< of them that are 1
};

/// `positive` (0 or 1) and the probability of that, N each.
CalibrationCurve calibration_curve(std::span<const uint8_t> positive,
                                   std::span<const double> probabilities, int64_t bins);

}  // namespace gradus::metrics
