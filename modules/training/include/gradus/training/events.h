/// What a callback is told, as typed structs. References are valid during the call alone.
#pragma once
#include "gradus/training/history.h"

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <functional>

namespace gradus::training {

/// Asked for by a callback, honoured by the trainer after the step (or epoch) under way.
struct StopRequest {
  bool requested = false;
  bool interrupted = false;  ///< the training is to go on another time, from the very step
  std::string reason;

  void ask(std::string why) {
    requested = true;
    reason = std::move(why);
  }
  void interrupt(std::string why) {
    ask(std::move(why));
    interrupted = true;
  }
};

struct FitStart {
  int64_t epochs;
  int64_t steps_per_epoch;
  int64_t train_examples;
  int64_t validation_examples;  ///< 0 without a validation set
  /// Where training begins: epoch 1, step 0 (steps done in it) unless it goes on from a checkpoint.
  int64_t first_epoch, first_step;
  torch::nn::Module& model;
  /// Its groups hold flat parameters (`engine::FlatParameters`), not the model's own; the learning
  /// rate of each may be set before any step.
  torch::optim::Optimizer& optimizer;
};

struct EpochStart {
  int64_t epoch, epochs;  ///< from 1
  int64_t first_step;     ///< steps of it done already: 0 unless training goes on within it
};

struct StepEnd {
  int64_t epoch, epochs;             ///< from 1
  int64_t step, steps;               ///< from 1, of this epoch
  int64_t examples, train_examples;  ///< done in this epoch, of how many
  double seconds;                    ///< since the epoch began
  /// Of this epoch so far. They read from the device, so ask rarely.
  const std::function<double()>& mean_loss;
  const std::function<MetricValues()>& metrics;
  StopRequest& stop;
};

struct ValidationStart {
  int64_t epoch, epochs;  ///< from 1
};

struct ValidationEnd {
  const EpochRecord& record;  ///< with the validation's loss and metrics
};

struct EpochEnd {
  const EpochRecord& record;
  int64_t epochs;
  StopRequest& stop;
};

struct FitEnd {
  const History& history;
  const StopRequest& stop;  ///< why it ended early, if it did
};

}  // namespace gradus::training
