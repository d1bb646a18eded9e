/// What a callback is told, as typed structs. References are valid during the call alone.
#pragma once
#include "gradus/training/history.h"

#include <functional>

namespace gradus::training {

/// Asked for by a callback, honoured by the trainer after the step (or epoch) under way.
struct StopRequest {
  bool requested = false;
  std::string reason;

  void ask(std::string why) {
    requested = true;
    reason = std::move(why);
  }
};

struct FitStart {
  int64_t epochs;
  int64_t steps_per_epoch;
  int64_t train_examples;
  int64_t validation_examples;  ///< 0 without a validation set
};

struct EpochStart {
  int64_t epoch, epochs;  ///< from 1
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
