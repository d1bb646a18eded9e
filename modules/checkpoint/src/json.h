/// Reading JSON that may be hostile.
#pragma once
#include <nlohmann/json.hpp>

#include <string_view>

namespace gradus::checkpoint {

/// Parses one JSON object. Refuses what nlohmann/json lets pass or suffers from: repeated keys and
/// deep nesting. Throws `CheckpointError` that starts with `what`.
nlohmann::json parse_object(std::string_view text, std::string_view what);

}  // namespace gradus::checkpoint
