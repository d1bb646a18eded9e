/// Two files in one text.
#pragma once
#include <optional>
#include <string>
#include <utility>

namespace gradus::data {

/// `A,B` as A and B; nothing for one path. Where commas are in the names too, the comma counts at
/// which both sides exist, and none where the whole text does.
std::optional<std::pair<std::string, std::string>> split_paths(const std::string& text);

}  // namespace gradus::data
