/// An optimizer's step over flat parameters, by LibTorch's fused kernels where they exist.
#pragma once
#include <torch/optim/optimizer.h>

namespace gradus::engine {

/// The same numbers as `optimizer.step()`, in one pass over the memory for Adam, AdamW, SGD and
/// Adagrad; `optimizer.step()` itself for others. The optimizer's state stays where LibTorch keeps
/// it.
void take_step(torch::optim::Optimizer& optimizer);

}  // namespace gradus::engine
