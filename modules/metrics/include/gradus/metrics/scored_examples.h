/// What a classifier said about examples whose classes are known, as plain float64 numbers: what
/// curves, calibration and mistakes are computed from.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace gradus::metrics {

/// N examples with K class probabilities each.
struct ScoredExamples {
  int64_t classes = 0;                ///< K, at least 2
  std::vector<double> probabilities;  ///< N × K, row by row
  std::vector<int64_t> labels;        ///< N, 0 to K - 1
  /// N, -log of the true class's probability; finite also where that probability rounds to 0.
  std::vector<double> losses;

  /// N.
  int64_t size() const { return static_cast<int64_t>(labels.size()); }
  /// The K probabilities of an example, from 0.
  std::span<const double> row(int64_t example) const;
  /// The probabilities of one class, N.
  std::vector<double> column(int64_t k) const;
  /// 1 where the class is `k`, N.
  std::vector<uint8_t> is_class(int64_t k) const;
  /// The most probable class of an example; the first of those that tie.
  int64_t predicted(int64_t example) const;
};

}  // namespace gradus::metrics
