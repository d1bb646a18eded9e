#include "path_pair.h"

#include <filesystem>

namespace gradus::data {
namespace {

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

}  // namespace

std::optional<std::pair<std::string, std::string>> split_paths(const std::string& text) {
  const auto first = text.find(',');
  if (first == std::string::npos || exists(text)) return std::nullopt;
  for (auto at = first; at != std::string::npos; at = text.find(',', at + 1)) {
    if (exists(text.substr(0, at)) && exists(text.substr(at + 1))) {
      return {{text.substr(0, at), text.substr(at + 1)}};
    }
  }
  return {{text.substr(0, first), text.substr(first + 1)}};
}

}  // namespace gradus::data
