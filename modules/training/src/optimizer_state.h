/// An optimizer's state by the names of the model's parameters, whatever engine took its steps.
#pragma once
#include "gradus/core/state.h"
#include "gradus/engine/flat_parameters.h"

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

namespace gradus::training {

/// "kind"; for each group "groups.<i>.learning_rate"; for each number or tensor of LibTorch's state
/// "<name>.<parameter>", as in "exp_avg.layers.0.weight" ("<name>.all" where the optimizer has one
/// for all parameters, as LBFGS). Copies. Throws `CheckpointError` for an optimizer that is none of
/// LibTorch's.
StateMap optimizer_state(torch::optim::Optimizer& optimizer, const torch::nn::Module& model,
                         const engine::FlatParameters& flat);

/// Puts it back; the state that the optimizer had is lost. Throws `CheckpointError` for a state of
/// another optimizer or of other parameters, and has changed nothing then.
void load_optimizer(torch::optim::Optimizer& optimizer, const torch::nn::Module& model,
                    const engine::FlatParameters& flat, const StateMap& state);

}  // namespace gradus::training
