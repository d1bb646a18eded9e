#include "gradus/training/weight_average.h"

#include "gradus/core/error.h"

#include <algorithm>

namespace gradus::training {
namespace {

std::vector<torch::Tensor> copies(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> result;
  for (const auto& tensor : tensors) result.push_back(tensor.clone());
  return result;
}

void copy(const std::vector<torch::Tensor>& from, const std::vector<torch::Tensor>& to) {
  for (size_t i = 0; i < from.size(); ++i) to[i].copy_(from[i]);
}

std::string average_name(size_t index) {
  return fmt::format("average.{}", index);
}

}  // namespace

WeightAverage::WeightAverage(WeightAverageOptions options) : options_(options) {
  // Written so that nan fails as well.
  if (!(options_.decay >= 0 && options_.decay < 1))
    throw UsageError("decay = {} of the weights' average: expected 0 to below 1", options_.decay);
}

void WeightAverage::on_fit_start(const FitStart& event) {
  weights_.clear();
  for (const auto& group : event.optimizer.param_groups()) {
    for (const auto& parameter : group.params()) weights_.push_back(parameter.detach());
  }
  averages_ = copies(weights_);
  aside_.clear();
  updates_ = 0;
}

void WeightAverage::on_step_end(const StepEnd&) {
  const auto t = static_cast<double>(updates_++);
  const double decay =
      options_.warm_up ? std::min(options_.decay, (1 + t) / (10 + t)) : options_.decay;
  for (size_t i = 0; i < averages_.size(); ++i) averages_[i].lerp_(weights_[i], 1 - decay);
}

void WeightAverage::on_validation_start(const ValidationStart&) {
  aside_ = copies(weights_);
  copy(averages_, weights_);
}

void WeightAverage::on_epoch_end(const EpochEnd&) {
  copy(aside_, weights_);
  aside_.clear();
}

void WeightAverage::on_fit_end(const FitEnd& event) {
  if (!event.stop.interrupted) copy(averages_, weights_);
  weights_.clear();
}

StateMap WeightAverage::state() const {
  StateMap state = {{"updates", integer_state(updates_)}};
  for (size_t i = 0; i < averages_.size(); ++i) state[average_name(i)] = averages_[i].clone();
  return state;
}

void WeightAverage::load_state(const StateMap& state) {
  std::vector<torch::Tensor> loaded;
  for (size_t i = 0; i < averages_.size(); ++i) {
    loaded.push_back(state_tensor(state, average_name(i)));
    if (!loaded.back().sizes().equals(averages_[i].sizes())) {
      throw CheckpointError("'{}' has {} numbers, expected {}: it is of other parameters",
                            average_name(i), loaded.back().numel(), averages_[i].numel());
    }
  }
  updates_ = state_integer(state, "updates");
  copy(loaded, averages_);
}

}  // namespace gradus::training
