/// Ends a training when the validation loss stops falling, and goes back to the best weights.
#pragma once
#include "gradus/training/callback.h"

#include <torch/nn/module.h>

#include <limits>
#include <memory>
#include <vector>

namespace gradus::training {

struct EarlyStoppingOptions {
  /// Epochs in a row without an improvement, after which the training ends; at least 1.
  int64_t patience = 10;
  /// How far below the best so far a validation loss must be to be an improvement; at least 0.
  double minimum_change = 0;
};

/// Needs a validation set in `Trainer::fit`. When the training ends, for this or another reason but
/// an exception, the model is left with the weights and buffers of its best epoch. Add it before
/// callbacks that save the model. A loss that is not a number is no improvement.
///
///     auto stopping = std::make_shared<EarlyStopping>(model.ptr(), EarlyStoppingOptions());
///     trainer.add(stopping).fit(train, &validation);
class EarlyStopping : public Callback {
 public:
  /// `model` is the one that is trained. Throws `UsageError` for options out of range.
  explicit EarlyStopping(std::shared_ptr<torch::nn::Module> model,
                         EarlyStoppingOptions options = {});

  int64_t step_interval() const override { return kAnyInterval; }
  /// Forgets earlier trainings. Throws `UsageError` without a validation set.
  void on_fit_start(const FitStart& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  /// From 1; 0 before the first improvement.
  int64_t best_epoch() const { return best_epoch_; }
  double best_loss() const { return best_loss_; }

 private:
  std::vector<torch::Tensor> state() const;

  std::shared_ptr<torch::nn::Module> model_;
  EarlyStoppingOptions options_;
  std::vector<torch::Tensor> best_state_;
  int64_t best_epoch_ = 0;
  double best_loss_ = std::numeric_limits<double>::infinity();
};

}  // namespace gradus::training
