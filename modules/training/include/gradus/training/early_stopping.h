/// Ends a training when what is measured stops getting better, and goes back to the best weights.
#pragma once
#include "gradus/training/callback.h"
#include "gradus/training/monitor.h"

#include <torch/nn/module.h>

namespace gradus::training {

/// When a training ends early, and with which weights.
struct EarlyStoppingOptions {
  /// Epochs in a row without an improvement, after which the training ends; at least 1.
  int64_t patience = 10;
  /// How much better than the best so far a value must be to be an improvement; at least 0.
  double minimum_change = 0;
  std::string monitor = "validation_loss";  ///< see `Monitor`
  /// Whether the model is left with the weights and buffers of its best epoch.
  bool restore_best = true;
};

/// When the training ends, for this or another reason but an exception or an interruption (then it
/// is to go on from where it stands), the best epoch's weights come back: those that were measured,
/// averages included where a `WeightAverage` was added before this. Add it before callbacks that
/// save the model. A value that is not a number is no improvement. A checkpoint keeps what is
/// remembered, the best weights too.
///
///     trainer.add(std::make_shared<EarlyStopping>(EarlyStoppingOptions{.patience = 5}));
///     trainer.fit(train, &validation);
class EarlyStopping : public Callback {
 public:
  /// Throws `UsageError` for options out of range.
  explicit EarlyStopping(EarlyStoppingOptions options = {});

  int64_t step_interval() const override { return kAnyInterval; }
  /// Forgets earlier trainings. Throws `UsageError` for a monitored value of the validation set
  /// without one.
  void on_fit_start(const FitStart& event) override;
  void on_validation_end(const ValidationEnd& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  std::string state_name() const override { return "early_stopping:" + monitor_.name(); }
  /// "best_epoch", "best_value" and, where there are any, the best weights: "best.<name>".
  StateMap state() const override;
  /// Throws `CheckpointError` for weights of another model.
  void load_state(const StateMap& state) override;

  /// From 1; 0 before the first improvement.
  int64_t best_epoch() const { return best_epoch_; }
  /// Of that epoch; `Monitor::worst` before.
  double best_value() const { return best_value_; }

 private:
  /// Keeps the weights of now if the epoch is the best.
  void consider(const EpochRecord& record);
  /// The model's own parameters and buffers, by name.
  StateMap weights() const;

  EarlyStoppingOptions options_;
  Monitor monitor_;
  torch::nn::Module* model_ = nullptr;  ///< during `fit` alone
  int64_t train_examples_ = 0;
  StateMap best_;
  int64_t best_epoch_ = 0, considered_epoch_ = 0;
  double best_value_;
};

}  // namespace gradus::training
