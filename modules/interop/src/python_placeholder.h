/// What a Python program says of a network that it cannot build.
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// `TENSORS`, a dictionary of shapes by name, and a class `Network` for the user to write.
std::string python_placeholder(const Network& network);

}  // namespace gradus::interop
