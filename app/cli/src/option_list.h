/// What a thing that is found by name takes after the colon, for the listings.
#pragma once
#include "gradus/core/settings.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace gradus::cli {

/// A list of objects: `key`, `default`, `help`.
nlohmann::ordered_json options_json(const std::vector<Settings::Known>& options);
/// A line each on stdout.
void print_options(const std::vector<Settings::Known>& options);

}  // namespace gradus::cli
