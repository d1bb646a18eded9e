#include "ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace gradus::metrics {

Ranking::Ranking(std::span<const uint8_t> positive, std::span<const double> scores) {
  if (positive.size() != scores.size()) {
    throw std::invalid_argument("a ranking needs as many labels as scores");
  }
  if (std::ranges::any_of(scores, [](double score) { return std::isnan(score); })) {
    throw std::invalid_argument("a score is not a number");
  }
  std::vector<uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  for (size_t i = 0; i < order.size(); ++i) {
    const bool last = i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]];
    order_.push_back({order[i], positive[order[i]] != 0, last});
    scores_.push_back(scores[order[i]]);
  }
}

Ranking::Counts Ranking::counts() const {
  Counts counts;
  double positives = 0, negatives = 0;
  for (size_t i = 0; i < order_.size(); ++i) {
    (order_[i].positive ? positives : negatives) += 1;
    if (!order_[i].last_of_score) continue;
    counts.thresholds.push_back(scores_[i]);
    counts.true_positives.push_back(positives);
    counts.false_positives.push_back(negatives);
  }
  return counts;
}

double Ranking::roc_auc(std::span<const uint32_t> weights) const {
  // Whole numbers below 2^63: twice the area in units of one positive times one negative.
  uint64_t area = 0, positives = 0, negatives = 0, higher = 0, tied = 0;
  for (const auto& [example, positive, last] : order_) {
    const uint64_t weight = weights[example];
    positives += positive ? weight : 0;
    tied += positive ? 0 : weight;
    if (!last) continue;
    area += tied * (positives + higher);
    negatives += tied;
    higher = positives;
    tied = 0;
  }
  if (positives == 0 || negatives == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(area) /
         (2 * static_cast<double>(positives) * static_cast<double>(negatives));
}

bool Ranking::has_positive(std::span<const uint32_t> weights) const {
  return std::ranges::any_of(
      order_, [&](const Entry& entry) { return entry.positive && weights[entry.example] > 0; });
}

double Ranking::average_precision(std::span<const uint32_t> weights) const {
  double sum = 0;
  uint64_t positives = 0, taken = 0, found = 0;
  for (const auto& [example, positive, last] : order_) {
    const uint64_t weight = weights[example];
    taken += weight;
    found += positive ? weight : 0;
    if (!last || found == 0) continue;
    positives += found;
    sum += static_cast<double>(found) * static_cast<double>(positives) / static_cast<double>(taken);
    found = 0;
  }
  return positives == 0 ? 0 : sum / static_cast<double>(positives);
}

std::vector<uint32_t> unit_weights(size_t count) {
  return std::vector<uint32_t>(count, 1);
}

}  // namespace gradus::metrics
