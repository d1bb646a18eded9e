/// Ctrl-C and SIGTERM end the training after the step under way.
#pragma once
#include "gradus/training/callback.h"

namespace gradus::training {

/// Needs a live `InterruptGuard`.
class Interruption : public Callback {
 public:
  void on_step_end(const StepEnd& event) override;
};

}  // namespace gradus::training
