/// Ctrl-C and SIGTERM end the training after the step under way, or the few that are taken at once.
#pragma once
#include "gradus/training/callback.h"

namespace gradus::training {

/// Needs a live `InterruptGuard`.
class Interruption : public Callback {
 public:
  int64_t step_interval() const override { return kAnyInterval; }
  /// Interrupts the training where such a signal has come.
  void on_step_end(const StepEnd& event) override;
};

}  // namespace gradus::training
