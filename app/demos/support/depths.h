/// The flag `--depths` of demos that compare numbers of hidden layers.
#pragma once
#include "gradus/core/settings.h"

#include <cstdint>
#include <vector>

namespace gradus::demos {

/// Numbers of hidden layers, ascending: 1, 2 and at least one above, each once. Throws `UsageError`
/// for others.
std::vector<int64_t> read_depths(const Settings& flags, bool quick);

}  // namespace gradus::demos
