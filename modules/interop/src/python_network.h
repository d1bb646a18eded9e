/// The part of a Python program that is the network itself, as a `torch.nn.Module`.
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// `class Network(nn.Module)` and the small modules that it needs, whose `load_state_dict` takes
/// `network.state`. Where `has_python_module` says no, a place for the user's class, with the names
/// and shapes of the tensors.
std::string python_network(const Network& network);

}  // namespace gradus::interop
