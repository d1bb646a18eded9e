/// What a callback is told, as typed structs. References are valid during the call alone.
#pragma once
#include "gradus/training/history.h"

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <functional>

namespace gradus::training {

/// Asked for by a callback, honoured by the trainer after the step (or epoch) under way.
struct StopRequest {
  bool requested = false;    ///< the training is to end
  bool interrupted = false;  ///< the training is to go on another time, from the very step
  std::string reason;        ///< in words, for logs; empty where nothing was asked

  /// Ends the training; `why` is what logs say.
  void ask(std::string why) {
    requested = true;
    reason = std::move(why);
  }
  /// The same for a training that is to go on another time.
  void interrupt(std::string why) {
    ask(std::move(why));
    interrupted = true;
  }
};

/// The training that begins.
struct FitStart {
  int64_t epochs;               ///< of the whole training
  int64_t steps_per_epoch;      ///< batches; the last may be smaller
  int64_t train_examples;       ///< of an epoch
  int64_t validation_examples;  ///< 0 without a validation set
  /// Where training begins: epoch 1, unless it goes on from a checkpoint.
  int64_t first_epoch,
      first_step;            ///< steps done in that epoch: 0, unless it goes on within it
  torch::nn::Module& model;  ///< on the training's device
  /// Its groups hold flat parameters (`engine::FlatParameters`), not the model's own; the learning
  /// rate of each may be set before any step.
  torch::optim::Optimizer& optimizer;
};

/// The epoch that begins.
struct EpochStart {
  int64_t epoch,       ///< from 1
      epochs;          ///< of the whole training
  int64_t first_step;  ///< steps of it done already: 0 unless training goes on within it
};

/// The step just done, or the last of those that were done at once.
struct StepEnd {
  int64_t epoch,       ///< from 1
      epochs;          ///< of the whole training
  int64_t step,        ///< from 1, of this epoch
      steps;           ///< of this epoch
  int64_t examples,    ///< done in this epoch
      train_examples;  ///< of an epoch
  double seconds;      ///< since the epoch began
  /// Of this epoch so far, over examples. Reads from the device, so ask rarely.
  const std::function<double()>& mean_loss;
  /// Of this epoch so far. Reads from the device, so ask rarely.
  const std::function<MetricValues()>& metrics;
  StopRequest& stop;  ///< to end the training after this step
};

/// The epoch that is to be validated.
struct ValidationStart {
  int64_t epoch,  ///< from 1
      epochs;     ///< of the whole training
};

/// The epoch that was validated.
struct ValidationEnd {
  const EpochRecord& record;  ///< with the validation's loss and metrics
};

/// The epoch just done.
struct EpochEnd {
  const EpochRecord& record;  ///< of the steps done, where the epoch was stopped within
  int64_t epochs;             ///< of the whole training
  StopRequest& stop;          ///< to end the training now, or to see that it ends
};

/// The training that ends.
struct FitEnd {
  const History& history;   ///< what `Trainer::fit` returns
  const StopRequest& stop;  ///< why it ended early, if it did
};

}  // namespace gradus::training
