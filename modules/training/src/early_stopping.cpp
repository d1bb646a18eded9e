#include "gradus/training/early_stopping.h"

#include "gradus/core/error.h"

#include <cmath>

namespace gradus::training {

EarlyStopping::EarlyStopping(EarlyStoppingOptions options)
    : options_(std::move(options)), monitor_(options_.monitor), best_value_(monitor_.worst()) {
  if (options_.patience < 1) {
    throw UsageError("patience = {}: expected at least 1", options_.patience);
  }
  // Written so that nan fails as well.
  if (!(options_.minimum_change >= 0 && std::isfinite(options_.minimum_change))) {
    throw UsageError("minimum change = {}: expected a finite number of at least 0",
                     options_.minimum_change);
  }
}

void EarlyStopping::on_fit_start(const FitStart& event) {
  if (monitor_.of_validation() && event.validation_examples == 0) {
    throw UsageError("early stopping by {} needs a validation set: pass one to fit",
                     monitor_.name());
  }
  model_ = &event.model;
  train_examples_ = event.train_examples;
  best_.clear();
  best_epoch_ = considered_epoch_ = 0;
  best_value_ = monitor_.worst();
}

StateMap EarlyStopping::weights() const {
  StateMap tensors;
  for (const auto& item : model_->named_parameters()) tensors[item.key()] = item.value().detach();
  for (const auto& item : model_->named_buffers()) {
    if (item.value().defined()) tensors[item.key()] = item.value();  // a layer may leave one out
  }
  return tensors;
}

void EarlyStopping::consider(const EpochRecord& record) {
  considered_epoch_ = record.epoch;
  const auto value = monitor_.value(record);
  if (!value || !monitor_.is_better(*value, best_value_, options_.minimum_change)) return;
  best_value_ = *value;
  best_epoch_ = record.epoch;
  if (!options_.restore_best) return;
  best_.clear();
  for (const auto& [name, tensor] : weights()) best_[name] = tensor.clone();
}

void EarlyStopping::on_validation_end(const ValidationEnd& event) {
  consider(event.record);
}

void EarlyStopping::on_epoch_end(const EpochEnd& event) {
  if (event.record.examples < train_examples_) return;  // stopped within the epoch
  if (considered_epoch_ != event.record.epoch) consider(event.record);
  if (event.record.epoch - best_epoch_ < options_.patience) return;
  event.stop.ask(fmt::format("no better {} than {:.6g} of epoch {} in {} epochs", monitor_.name(),
                             best_value_, best_epoch_, options_.patience));
}

void EarlyStopping::on_fit_end(const FitEnd& event) {
  const torch::NoGradGuard no_gradient;
  if (!event.stop.interrupted && !best_.empty()) {
    for (auto& [name, tensor] : weights()) tensor.copy_(best_.at(name));
  }
  model_ = nullptr;
}

StateMap EarlyStopping::state() const {
  StateMap state = {{"best_epoch", integer_state(best_epoch_)},
                    {"best_value", number_state(best_value_)}};
  add_state(state, "best.", best_);
  return state;
}

void EarlyStopping::load_state(const StateMap& state) {
  auto best = state_with_prefix(state, "best.");
  if (!best.empty()) {
    for (const auto& [name, tensor] : weights()) {
      const auto& loaded = state_tensor(best, name);
      if (!loaded.sizes().equals(tensor.sizes()) || loaded.scalar_type() != tensor.scalar_type())
        throw CheckpointError("the best weights' '{}' do not fit the model", name);
    }
  }
  best_epoch_ = state_integer(state, "best_epoch");
  best_value_ = state_number(state, "best_value");
  best_ = std::move(best);
}

}  // namespace gradus::training
