/// The text of a network's `forward` in TorchScript's subset of Python.
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// `numbers` is the attribute with input_mean, input_std and, where the network has them,
/// target_mean and target_std, as a list.
std::string script_source(const Network& network, const std::string& numbers);

}  // namespace gradus::interop
