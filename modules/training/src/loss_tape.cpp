#include "gradus/training/loss_tape.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus::training {

LossTape::LossTape(int64_t steps, torch::Device device)
    : losses_(torch::zeros({steps}, torch::TensorOptions().device(device))) {
  examples_.reserve(static_cast<size_t>(steps));
}

void LossTape::record(const torch::Tensor& losses, int64_t examples, int64_t batch_size) {
  const auto step = steps(), count = losses.numel();
  if (losses_.is_cpu() && losses.scalar_type() == torch::kFloat32) {
    std::copy_n(losses.const_data_ptr<float>(), count, losses_.mutable_data_ptr<float>() + step);
  } else {
    losses_.narrow(0, step, count).copy_(losses, /*non_blocking=*/true);
  }
  for (int64_t left = examples; left > 0; left -= batch_size)
    examples_.push_back(std::min(left, batch_size));
  examples_in_all_ += examples;
}

StateMap LossTape::state() const {
  return {{"losses", losses_.narrow(0, 0, steps()).cpu().clone()},
          {"examples", torch::tensor(examples_, torch::kInt64)}};
}

void LossTape::load_state(const StateMap& state) {
  const auto& losses = state_tensor(state, "losses");
  const auto& examples = state_tensor(state, "examples");
  if (losses.dim() != 1 || !losses.sizes().equals(examples.sizes()) ||
      losses.size(0) > losses_.size(0) || examples.scalar_type() != torch::kInt64) {
    throw CheckpointError("the losses of {} steps do not fit an epoch of {}", losses.numel(),
                          losses_.size(0));
  }
  losses_.narrow(0, 0, losses.size(0)).copy_(losses);
  const auto* const counts = examples.const_data_ptr<int64_t>();
  examples_.assign(counts, counts + examples.numel());
  examples_in_all_ = examples.sum().item<int64_t>();
}

double LossTape::mean() const {
  if (steps() == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto host = losses_.narrow(0, 0, steps()).cpu();
  const auto* loss = host.const_data_ptr<float>();
  double sum = 0;
  int64_t count = 0;
  for (const int64_t examples : examples_) {
    sum += static_cast<double>(*loss++) * static_cast<double>(examples);
    count += examples;
  }
  return sum / static_cast<double>(count);
}

std::optional<LossTape::NonFinite> LossTape::find_non_finite() {
  const int64_t pending = steps() - checked_;
  const bool due =
      losses_.is_cpu() || pending >= kDeviceCheckInterval || steps() == losses_.size(0);
  if (pending == 0 || !due) return std::nullopt;
  const auto host = losses_.is_cpu() ? losses_ : losses_.cpu();
  const auto* losses = host.const_data_ptr<float>();
  for (; checked_ < steps(); ++checked_) {
    if (!std::isfinite(losses[checked_])) return NonFinite{checked_ + 1, losses[checked_]};
  }
  return std::nullopt;
}

}  // namespace gradus::training
