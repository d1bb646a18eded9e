/// The one way in: a data set by the text that a user types after `--data`.
#pragma once
#include "gradus/data/registry.h"

#include <string>

namespace gradus::data {

/// `request` is NAME or NAME:key=value,… of the registry.
/// Throws `UsageError` for unknown names (the nearest first) and options.
LoadedData load_data(const std::string& request);

}  // namespace gradus::data
