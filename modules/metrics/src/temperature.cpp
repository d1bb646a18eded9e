#include "gradus/metrics/temperature.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::metrics {
namespace {

/// First and second derivative of the mean log loss by b = 1 / T.
struct Slope {
  double first, second;
};

/// `logits` [N, K] less their true class's: the loss is log Σ exp(b · logits), convex in b.
Slope slope_at(const torch::Tensor& logits, double b) {
  const auto p = (logits * b).softmax(1);
  const auto mean = (p * logits).sum(1);
  const auto variance = (p * logits.square()).sum(1) - mean.square();
  return {mean.mean().item<double>(), variance.mean().item<double>()};
}

/// Newton's method, held inside a bracket that shrinks with every step: where a step would leave
/// it, its middle (in logarithms) is taken.
double best_inverse_temperature(const torch::Tensor& logits) {
  constexpr int kSteps = 100;
  constexpr double kPrecision = 1e-12;
  double low = 1 / kMaxTemperature, high = 1 / kMinTemperature;
  if (slope_at(logits, low).first >= 0) return low;
  if (slope_at(logits, high).first <= 0) return high;
  double b = 1;
  for (int step = 0; step < kSteps; ++step) {
    const auto [first, second] = slope_at(logits, b);
    (first > 0 ? high : low) = b;
    double next = b - first / second;
    if (!(next > low && next < high)) next = std::sqrt(low * high);
    const bool done = std::abs(next - b) <= kPrecision * b;
    b = next;
    if (done) break;
  }
  return b;
}

}  // namespace

double fit_temperature(const torch::Tensor& logits, const torch::Tensor& labels) {
  if (logits.dim() != 2 || labels.dim() != 1 || logits.size(0) != labels.size(0) ||
      labels.size(0) == 0) {
    throw std::invalid_argument("fit_temperature: expected logits [N, K] and labels [N], N > 0");
  }
  auto exact = logits.detach().to(torch::kCPU, torch::kFloat64);
  if (exact.size(1) == 1) exact = torch::cat({torch::zeros_like(exact), exact}, 1);
  const auto truth = labels.to(torch::kCPU, torch::kInt64).unsqueeze(1);
  return std::clamp(1 / best_inverse_temperature(exact - exact.gather(1, truth)), kMinTemperature,
                    kMaxTemperature);
}

}  // namespace gradus::metrics
