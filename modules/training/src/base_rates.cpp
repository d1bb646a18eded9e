#include "gradus/training/base_rates.h"

#include "gradus/core/error.h"

namespace gradus::training {

void BaseRates::take(torch::optim::Optimizer& optimizer) {
  optimizer_ = &optimizer;
  rates_.clear();
  for (const auto& group : optimizer.param_groups()) rates_.push_back(group.options().get_lr());
}

void BaseRates::set(double factor) const {
  auto& groups = optimizer_->param_groups();
  for (size_t g = 0; g < rates_.size(); ++g) groups[g].options().set_lr(rates_[g] * factor);
}

StateMap BaseRates::state() const {
  return {{"base_rates", torch::tensor(rates_, torch::kFloat64)}};
}

void BaseRates::load_state(const StateMap& state) {
  const auto& rates = state_tensor(state, "base_rates");
  if (rates.scalar_type() != torch::kFloat64 ||
      rates.numel() != static_cast<int64_t>(rates_.size())) {
    throw CheckpointError(
        "'base_rates' is {} of {} values, expected a Double for each of {} groups",
        torch::toString(rates.scalar_type()), rates.numel(), rates_.size());
  }
  const auto host = rates.cpu().contiguous();
  rates_.assign(host.const_data_ptr<double>(), host.const_data_ptr<double>() + host.numel());
}

}  // namespace gradus::training
