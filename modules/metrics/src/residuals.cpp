#include "gradus/metrics/residuals.h"

#include "gradus/metrics/quantile.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace gradus::metrics {
namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Mean square about `centre`.
double spread(std::span<const double> values, double centre) {
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(values.size());
}

/// The share of the targets' variance that is explained where `left` of it is not.
double explained(double left, double variance) {
  if (variance > 0) return 1 - left / variance;
  return left == 0 ? 1 : 0;
}

}  // namespace

ResidualSummary summarize_residuals(std::span<const double> targets,
                                    std::span<const double> predictions) {
  if (targets.size() != predictions.size() || targets.empty()) {
    throw std::invalid_argument("residuals need as many predictions as targets, and one at least");
  }
  std::vector<double> residuals, sizes;
  for (size_t i = 0; i < targets.size(); ++i) {
    residuals.push_back(predictions[i] - targets[i]);
    sizes.push_back(std::abs(residuals.back()));
  }
  ResidualSummary summary{};
  summary.mean = mean(residuals);
  const double variance = spread(residuals, summary.mean), square = spread(residuals, 0);
  const double of_targets = spread(targets, mean(targets));
  summary.deviation = std::sqrt(variance);
  summary.mae = mean(sizes);
  summary.rmse = std::sqrt(square);
  summary.max_error = *std::ranges::max_element(sizes);
  summary.r2 = explained(square, of_targets);
  summary.explained_variance = explained(variance, of_targets);
  std::ranges::sort(residuals);
  std::ranges::transform(kResidualQuantiles, summary.quantiles.begin(),
                         [&](double share) { return sorted_quantile(residuals, share); });
  return summary;
}

}  // namespace gradus::metrics
