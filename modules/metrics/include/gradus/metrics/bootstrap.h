/// How far a score may be off because the examples were few: confidence intervals by resampling.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace gradus::metrics {

/// A score of N examples of which example i is counted weights[i] times. With all weights 1 it is
/// the score itself; NaN where it is not defined, as an AUC without a positive example.
using WeightedScore = std::function<double(std::span<const uint32_t> weights)>;

/// Bounds of a score; both NaN where it has no interval.
struct Interval {
  double low,  ///< lower bound
      high;    ///< upper bound
};

/// How `bootstrap` draws.
struct BootstrapOptions {
  int64_t resamples = 1000;  ///< sets of examples that are drawn; at least 1
  double confidence = 0.95;  ///< share of the resamples inside the interval
  uint64_t seed = 0;         ///< of the draws
  int64_t threads = 0;       ///< 0: all processors available to this process
};

/// The percentile interval of each score (Efron, "Bootstrap Methods: Another Look at the
/// Jackknife", 1979): `examples` examples are drawn with replacement, the same for all scores,
/// `resamples` times; the scores' quantiles bound the interval. Resamples where a score is NaN do
/// not count for it; where more than half are, both bounds are NaN. The result is a function of the
/// seed, not of the number of threads; the scores are called from several threads at once.
/// Throws `std::invalid_argument` for no examples, no resamples or a confidence outside (0, 1).
std::vector<Interval> bootstrap(const std::vector<WeightedScore>& scores, int64_t examples,
                                const BootstrapOptions& options);

}  // namespace gradus::metrics
