/// Examples in the order of their scores: what ROC and precision-recall curves are read from.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace gradus::metrics {

/// Sorted once, counted many times: with other weights for each resample of a bootstrap.
class Ranking {
 public:
  /// `positive` (0 or 1) and `scores`, N each. Throws `std::invalid_argument` for other counts and
  /// for scores that are not numbers.
  Ranking(std::span<const uint8_t> positive, std::span<const double> scores);

  /// One entry a different score, from the highest down: how many positive and negative examples
  /// have at least that score.
  struct Counts {
    std::vector<double> thresholds, true_positives, false_positives;
  };
  Counts counts() const;

  /// Areas with example i counted weights[i] times. NaN where one of the two kinds is missing.
  double roc_auc(std::span<const uint32_t> weights) const;
  bool has_positive(std::span<const uint32_t> weights) const;
  /// 0 without positive examples, as scikit-learn's.
  double average_precision(std::span<const uint32_t> weights) const;

 private:
  struct Entry {
    uint32_t example;
    bool positive, last_of_score;
  };
  std::vector<Entry> order_;
  std::vector<double> scores_;  // in that order
};

/// Every example once.
std::vector<uint32_t> unit_weights(size_t count);

}  // namespace gradus::metrics
