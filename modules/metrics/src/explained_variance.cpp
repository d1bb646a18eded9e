#include "gradus/core/error.h"
#include "gradus/metrics/regression.h"

#include <limits>

namespace gradus::metrics {

void ExplainedMetric::reset() {
  shift_ = residual_sum_ = residual_squares_ = target_sum_ = target_squares_ = torch::Tensor();
  count_ = 0;
}

void ExplainedMetric::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto exact = targets.to(torch::kFloat64);
  if (count_ == 0) {
    shift_ = exact.mean(0);
    residual_sum_ = residual_squares_ = target_sum_ = target_squares_ = torch::zeros_like(shift_);
  }
  // Sums that came from a checkpoint lie on the CPU at first.
  if (shift_.device() != exact.device()) {
    for (auto* sum : {&shift_, &residual_sum_, &residual_squares_, &target_sum_, &target_squares_})
      *sum = sum->to(exact.device());
  }
  const auto centred = exact - shift_;
  const auto residuals = outputs.to(torch::kFloat64) - exact;
  residual_sum_ = residual_sum_ + residuals.sum(0);
  residual_squares_ = residual_squares_ + residuals.square().sum(0);
  target_sum_ = target_sum_ + centred.sum(0);
  target_squares_ = target_squares_ + centred.square().sum(0);
  count_ += targets.size(0);
}

double ExplainedMetric::value() const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto total = target_squares_ - target_sum_.square() / static_cast<double>(count_);
  const auto varying = total > 0;
  const auto left = unexplained();
  const auto scores = torch::where(varying, 1 - left / torch::where(varying, total, 1.0),
                                   left.eq(0).to(torch::kFloat64));
  return scores.mean().item<double>();
}

StateMap ExplainedMetric::state() const {
  StateMap state = {{"count", integer_state(count_)}};
  if (count_ == 0) return state;
  state.insert({{"shift", shift_},
                {"residual_sum", residual_sum_},
                {"residual_squares", residual_squares_},
                {"target_sum", target_sum_},
                {"target_squares", target_squares_}});
  return state;
}

void ExplainedMetric::load_state(const StateMap& state) {
  reset();
  if (state_integer(state, "count") == 0) return;
  shift_ = state_tensor(state, "shift");
  residual_sum_ = state_tensor(state, "residual_sum");
  residual_squares_ = state_tensor(state, "residual_squares");
  target_sum_ = state_tensor(state, "target_sum");
  target_squares_ = state_tensor(state, "target_squares");
  count_ = state_integer(state, "count");
}

torch::Tensor ExplainedVariance::unexplained() const {
  // Of one example the rounding of the difference could be below 0.
  return (residual_squares_ - residual_sum_.square() / static_cast<double>(count_)).clamp_min(0);
}

}  // namespace gradus::metrics
