#include "gradus/metrics/calibration.h"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace gradus::metrics {
namespace {

/// The edge before bin `bin`, rounded as numpy's `linspace` rounds it.
double edge(int64_t bin, int64_t bins) {
  if (bin == bins) return 1;
  return static_cast<double>(bin) * (1.0 / static_cast<double>(bins));
}

std::vector<ConfidenceBin> bins_of(std::span<const uint8_t> happened,
                                   std::span<const double> probabilities, int64_t count) {
  if (count < 1 || happened.size() != probabilities.size()) {
    throw std::invalid_argument("calibration needs a bin, and as many outcomes as probabilities");
  }
  std::vector<ConfidenceBin> bins;
  for (int64_t b = 0; b < count; ++b) bins.push_back({edge(b, count), edge(b + 1, count), 0, 0, 0});
  for (size_t i = 0; i < happened.size(); ++i) {
    auto& bin = bins[static_cast<size_t>(bin_of(probabilities[i], count))];
    ++bin.count;
    bin.confidence += probabilities[i];
    bin.accuracy += happened[i];
  }
  for (auto& bin : bins) {
    // 0 / 0: an empty bin has no means.
    bin.confidence /= static_cast<double>(bin.count);
    bin.accuracy /= static_cast<double>(bin.count);
  }
  return bins;
}

}  // namespace

int64_t bin_of(double probability, int64_t bins) {
  auto bin = static_cast<int64_t>(std::ceil(probability * static_cast<double>(bins))) - 1;
  bin = std::min(std::max<int64_t>(bin, 0), bins - 1);
  // The product rounds: the edges themselves decide.
  while (bin > 0 && probability <= edge(bin, bins)) --bin;
  while (bin + 1 < bins && probability > edge(bin + 1, bins)) ++bin;
  return bin;
}

std::vector<ConfidenceBin> confidence_bins(const ScoredExamples& examples, int64_t bins) {
  std::vector<uint8_t> right;
  std::vector<double> confidences;
  for (int64_t i = 0; i < examples.size(); ++i) {
    const int64_t predicted = examples.predicted(i);
    right.push_back(predicted == examples.labels[static_cast<size_t>(i)] ? 1 : 0);
    confidences.push_back(examples.row(i)[static_cast<size_t>(predicted)]);
  }
  return bins_of(right, confidences, bins);
}

double expected_calibration_error(const ScoredExamples& examples, int64_t bins) {
  if (examples.size() == 0) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const auto& bin : confidence_bins(examples, bins)) {
    if (bin.count > 0) sum += double(bin.count) * std::abs(bin.accuracy - bin.confidence);
  }
  return sum / static_cast<double>(examples.size());
}

CalibrationCurve calibration_curve(std::span<const uint8_t> positive,
                                   std::span<const double> probabilities, int64_t bins) {
  CalibrationCurve curve;
  for (const auto& bin : bins_of(positive, probabilities, bins)) {
    if (bin.count == 0) continue;
    curve.mean_probability.push_back(bin.confidence);
    curve.positive_share.push_back(bin.accuracy);
  }
  return curve;
}

}  // namespace gradus::metrics
