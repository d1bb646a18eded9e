/// A network's parameters and buffers by name.
#pragma once
#include "gradus/checkpoint/safetensors.h"

#include <torch/nn/module.h>

namespace gradus::checkpoint {

/// Parameters and buffers under PyTorch's dotted names (`layers.0.weight`), detached. The tensors
/// share memory with the module.
TensorMap state_of(const torch::nn::Module& module);

/// Copies `state` into the module, on whatever device it is. All names, shapes and dtypes are
/// compared first: on any difference `CheckpointError` names them (with both shapes) and the
/// module is unchanged.
void load_state(torch::nn::Module& module, const TensorMap& state);

}  // namespace gradus::checkpoint
