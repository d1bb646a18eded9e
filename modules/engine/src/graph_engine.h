/// Training steps that the device repeats by itself.
#pragma once
#include "gradus/engine/step_engine.h"
#include "step_recording.h"

namespace gradus::engine {

/// Why CUDA graphs cannot be tried for what is asked for; empty if they can.
std::string graph_refusal(const EngineRequest& request);

/// Records a whole step, from the choice of the batch's rows to the optimizer, and repeats it for
/// every batch of full size; shorter ones are trained by eager. What the recording cannot hold is
/// found at the first step: all are eager's then. The model's `forward` must do the same operations
/// every time: what it decides on the host, it decides once.
std::unique_ptr<StepEngine> make_graph_engine(const EngineRequest& request,
                                              std::unique_ptr<StepRecording> recording);

}  // namespace gradus::engine
