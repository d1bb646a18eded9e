/// One batch's way through a model by autograd.
#pragma once
#include "gradus/engine/step_engine.h"

namespace gradus::engine {

/// uint8 as x / 255, everything else as it is.
torch::Tensor as_numbers(const torch::Tensor& inputs);

/// The model's outputs in float32 or the weights' own type; in bfloat16, LibTorch's autocast rounds
/// what products read.
torch::Tensor forward_pass(const EngineRequest& request, const torch::Tensor& inputs);

/// Leaves the batch's gradients in the flat parameters.
StepResult measure_batch(const EngineRequest& request, const torch::Tensor& inputs,
                         const torch::Tensor& targets);

}  // namespace gradus::engine
