/// LibTorch's optimizers as rules for the kernels, with LibTorch's own state: whoever takes the
/// next step, an engine or `Optimizer::step` itself, goes on where the last one stopped.
#pragma once
#include "kernels/kernels.h"

#include <torch/optim/optimizer.h>

namespace gradus::engine {

/// Whether `next_rule` knows this optimizer with its options: SGD, Adam, AdamW, RMSprop and
/// Adagrad, without amsgrad, centring and dampening.
bool has_update_rule(const torch::optim::Optimizer& optimizer);

/// Counts a step in the state of one of the optimizer's groups, which is made where it is missing,
/// and returns the rule of this step. For groups of one flat parameter. With `steps` = 0 it looks
/// and does not count.
UpdateRule next_rule(torch::optim::Optimizer& optimizer, size_t group = 0, int64_t steps = 1);

/// Where the group's state lies, [numbers of its flat parameter].
template <typename T>
UpdateState<T> update_state(torch::optim::Optimizer& optimizer, size_t group = 0);

}  // namespace gradus::engine
