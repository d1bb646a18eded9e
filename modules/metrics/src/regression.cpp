#include "gradus/metrics/regression.h"

#include <limits>

namespace gradus::metrics {

void MeanSquaredError::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add((outputs - targets).square().sum(), targets.numel());
}

void MeanAbsoluteError::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add((outputs - targets).abs().sum(), targets.numel());
}

void RSquared::reset() {
  *this = RSquared();
}

void RSquared::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto exact = targets.to(torch::kFloat64);
  if (count_ == 0) {
    shift_ = exact.mean(0);
    residual_squares_ = target_sum_ = target_squares_ = torch::zeros_like(shift_);
  }
  const auto centred = exact - shift_;
  residual_squares_ = residual_squares_ + (outputs.to(torch::kFloat64) - exact).square().sum(0);
  target_sum_ = target_sum_ + centred.sum(0);
  target_squares_ = target_squares_ + centred.square().sum(0);
  count_ += targets.size(0);
}

double RSquared::value() const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto total = target_squares_ - target_sum_.square() / static_cast<double>(count_);
  const auto varying = total > 0;
  const auto r2 = torch::where(varying, 1 - residual_squares_ / torch::where(varying, total, 1.0),
                               residual_squares_.eq(0).to(torch::kFloat64));
  return r2.mean().item<double>();
}

}  // namespace gradus::metrics
