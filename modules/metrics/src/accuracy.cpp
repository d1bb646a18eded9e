#include "gradus/metrics/accuracy.h"

#include <limits>

namespace gradus::metrics {

void MeanMetric::reset() {
  sum_ = torch::Tensor();
  count_ = 0;
}

void MeanMetric::add(const torch::Tensor& sum, int64_t count) {
  if (sum_.defined()) {
    sum_.add_(sum);
  } else {
    sum_ = sum;
  }
  count_ += count;
}

double MeanMetric::value() const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  return sum_.item<double>() / static_cast<double>(count_);
}

void Accuracy::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add(predicted_classes(outputs).eq(targets).sum(), targets.size(0));
}

void TopKAccuracy::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto best = std::get<1>(outputs.topk(k_, 1));
  add(best.eq(targets.unsqueeze(1)).sum(), targets.size(0));
}

}  // namespace gradus::metrics
