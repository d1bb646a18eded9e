/// LibTorch's own generators, from which weights and dropout are drawn.
#pragma once
#include "gradus/core/state.h"

namespace gradus::training {

/// The CPU's generator and, for a device with one of its own, that device's.
StateMap generator_state(torch::Device device);

/// Puts back those that `state` has and this device takes; others stay as they are.
void load_generators(const StateMap& state, torch::Device device);

}  // namespace gradus::training
