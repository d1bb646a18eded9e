/// The trainer's extension point: one behaviour a callback, one callback a file.
#pragma once
#include "gradus/core/state.h"
#include "gradus/training/events.h"

#include <cstdint>
#include <limits>

namespace gradus::training {

/// Overrides what it wants to hear. Callbacks are called in the order in which they were added;
/// what one throws ends the training.
class Callback {
 public:
  virtual ~Callback() = default;
  /// The most steps that may pass from one `on_step_end` to the next. Where a step is so short that
  /// telling of it takes as long as computing it, the engine takes up to as many at once.
  virtual int64_t step_interval() const { return 1; }
  /// A `step_interval` for callbacks that need no event of a certain step.
  static constexpr int64_t kAnyInterval = std::numeric_limits<int64_t>::max();
  /// Before the first epoch.
  virtual void on_fit_start(const FitStart&) {}
  virtual void on_epoch_start(const EpochStart&) {}  ///< Before the epoch's first step.
  virtual void on_step_end(const StepEnd&) {}        ///< After one step or several.
  /// Before the validation after an epoch, where there is a validation set. The weights may be
  /// exchanged here for those that are to be measured; `on_epoch_end` follows.
  virtual void on_validation_start(const ValidationStart&) {}
  /// After that validation.
  virtual void on_validation_end(const ValidationEnd&) {}
  virtual void on_epoch_end(const EpochEnd&) {}  ///< Also where the epoch was stopped within.
  virtual void on_fit_end(const FitEnd&) {}      ///< Not after an exception.

  /// Under what name a checkpoint keeps what the callback remembers, unique in a trainer; empty
  /// where there is nothing to keep.
  virtual std::string state_name() const { return {}; }
  /// The tensors must not be written to afterwards.
  virtual StateMap state() const { return {}; }
  /// Called after `on_fit_start` where training goes on from a checkpoint that has this state.
  virtual void load_state(const StateMap&) {}
};

}  // namespace gradus::training
