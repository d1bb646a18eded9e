/// The flags that say what happens to gradients before the weights move.
#pragma once
#include "flags.h"
#include "gradus/engine/step_engine.h"

namespace gradus::cli {

struct StepRequest {
  engine::GradientRule gradients;
  bool decay_all = true;  ///< weight decay on biases and normalizations too
  bool deterministic = false;
};

void add_step_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
StepRequest read_step_flags(const Flags& flags);

}  // namespace gradus::cli
