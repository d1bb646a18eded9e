#include "gradus/training/early_stopping.h"

#include "gradus/core/error.h"

#include <cmath>

namespace gradus::training {

EarlyStopping::EarlyStopping(std::shared_ptr<torch::nn::Module> model, EarlyStoppingOptions options)
    : model_(std::move(model)), options_(options) {
  if (options_.patience < 1) {
    throw UsageError("patience = {}: expected at least 1", options_.patience);
  }
  // Written so that nan fails as well.
  if (!(options_.minimum_change >= 0 && std::isfinite(options_.minimum_change))) {
    throw UsageError("minimum change = {}: expected a finite number of at least 0",
                     options_.minimum_change);
  }
}

std::vector<torch::Tensor> EarlyStopping::state() const {
  auto tensors = model_->parameters();
  for (const auto& buffer : model_->buffers()) {
    if (buffer.defined()) tensors.push_back(buffer);  // a layer may leave one out
  }
  return tensors;
}

void EarlyStopping::on_fit_start(const FitStart& event) {
  if (event.validation_examples == 0) {
    throw UsageError("early stopping needs a validation set: pass one to fit");
  }
  best_state_.clear();
  best_epoch_ = 0;
  best_loss_ = std::numeric_limits<double>::infinity();
}

void EarlyStopping::on_epoch_end(const EpochEnd& event) {
  if (!event.record.validation_loss) return;  // the training was stopped within the epoch
  if (*event.record.validation_loss < best_loss_ - options_.minimum_change) {
    best_loss_ = *event.record.validation_loss;
    best_epoch_ = event.record.epoch;
    best_state_.clear();
    for (const auto& tensor : state()) best_state_.push_back(tensor.detach().clone());
  } else if (event.record.epoch - best_epoch_ >= options_.patience) {
    event.stop.ask(fmt::format("no better validation loss than {:.6g} of epoch {} in {} epochs",
                               best_loss_, best_epoch_, options_.patience));
  }
}

void EarlyStopping::on_fit_end(const FitEnd&) {
  const torch::NoGradGuard no_gradient;
  const auto tensors = state();
  for (size_t i = 0; i < best_state_.size(); ++i) tensors[i].copy_(best_state_[i]);
}

}  // namespace gradus::training
