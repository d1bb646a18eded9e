#include "gradus/metrics/regression.h"

#include "gradus/metrics/registry.h"

#include <cmath>
#include <limits>

namespace gradus::metrics {

void MeanSquaredError::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add((outputs - targets).square().sum(), targets.numel());
}

double RootMeanSquaredError::value() const {
  return std::sqrt(MeanSquaredError::value());
}

void MeanAbsoluteError::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add((outputs - targets).abs().sum(), targets.numel());
}

void MaxError::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto largest = (outputs - targets).abs().max();
  largest_ = largest_.defined() ? torch::maximum(largest_.to(largest.device()), largest) : largest;
}

double MaxError::value() const {
  return largest_.defined() ? largest_.item<double>() : std::numeric_limits<double>::quiet_NaN();
}

StateMap MaxError::state() const {
  StateMap state = {{"updated", integer_state(largest_.defined() ? 1 : 0)}};
  if (largest_.defined()) state["largest"] = largest_;
  return state;
}

void MaxError::load_state(const StateMap& state) {
  reset();
  if (state_integer(state, "updated") != 0) largest_ = state_tensor(state, "largest");
}

std::vector<std::string> regression_metric_names() {
  return {"mse", "rmse", "mae", "max_error", "r2", "explained_variance"};
}

bool is_regression_metric(const std::string& name) {
  return registry().contains(name) && metric_traits(name).regression;
}

}  // namespace gradus::metrics
