/// The trainer's extension point: one behaviour a callback, one callback a file.
#pragma once
#include "gradus/training/events.h"

namespace gradus::training {

/// Overrides what it wants to hear. Callbacks are called in the order in which they were added;
/// what one throws ends the training.
class Callback {
 public:
  virtual ~Callback() = default;
  virtual void on_fit_start(const FitStart&) {}
  virtual void on_epoch_start(const EpochStart&) {}
  virtual void on_step_end(const StepEnd&) {}
  virtual void on_epoch_end(const EpochEnd&) {}
  virtual void on_fit_end(const FitEnd&) {}
};

}  // namespace gradus::training
