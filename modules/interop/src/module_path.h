/// Dotted names of sub-modules, and whether Python can build the modules of those names.
#pragma once
#include "gradus/interop/network.h"

#include <string>
#include <vector>

namespace gradus::interop {

/// `layers.0` as its parts.
using ModulePath = std::vector<std::string>;

ModulePath split_path(const std::string& dotted);
/// The first `count` parts, dotted again.
std::string join_path(const ModulePath& path, size_t count);

bool has_tensors(const NamedLayer& named);

}  // namespace gradus::interop
