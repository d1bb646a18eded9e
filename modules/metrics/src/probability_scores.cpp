#include "gradus/metrics/probability_scores.h"

#include <limits>
#include <numeric>

namespace gradus::metrics {
namespace {

double mean(const std::vector<double>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double log_loss(const ScoredExamples& examples) {
  return mean(examples.losses);
}

std::vector<double> brier_scores(const ScoredExamples& examples) {
  std::vector<double> scores;
  for (int64_t i = 0; i < examples.size(); ++i) {
    const auto row = examples.row(i);
    double sum = 0;
    for (int64_t k = 0; k < examples.classes; ++k) {
      const double happened = examples.labels[static_cast<size_t>(i)] == k ? 1 : 0;
      sum += (row[static_cast<size_t>(k)] - happened) * (row[static_cast<size_t>(k)] - happened);
    }
    scores.push_back(examples.classes == 2 ? sum / 2 : sum);
  }
  return scores;
}

double brier_score(const ScoredExamples& examples) {
  return mean(brier_scores(examples));
}

}  // namespace gradus::metrics
