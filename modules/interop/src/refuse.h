/// How a file that cannot be read safely ends.
#pragma once
#include "gradus/core/error.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace gradus::interop {

/// The message lacks the file's path, which who opened it puts before it.
template <typename... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw CheckpointError("{}", fmt::format(format, std::forward<Args>(args)...));
}

/// A text of the file as a message shows it: quoted, and cut where it is long.
inline std::string shown(std::string_view text) {
  constexpr size_t kLongest = 100;
  if (text.size() <= kLongest) return fmt::format("'{}'", text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return fmt::format("'{}…'", text.substr(0, end));
}

}  // namespace gradus::interop
