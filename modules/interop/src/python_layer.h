/// One layer as the `torch.nn` module that computes it.
#pragma once
#include "gradus/core/feed_forward.h"

#include <string>
#include <vector>

namespace gradus::interop {

/// `nn.Linear(4, 16)`, `nn.ReLU()`, `Step(0)`.
std::string python_layer(const Layer& layer);
/// The names of its tensors in that module's `state_dict()`.
std::vector<std::string> python_tensors(const Layer& layer);

}  // namespace gradus::interop
