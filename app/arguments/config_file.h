/// A configuration file: the flags of a command as TOML, `batch-size = 64` for `--batch-size 64`.
#pragma once
#include "flags.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::cli {

/// One `key = value`.
struct ConfigEntry {
  enum class Type { kText, kNumber, kBoolean, kArray };
  std::string key;
  Type type = Type::kText;
  std::vector<std::string> values;  ///< as a flag takes them; those of an array one by one
  uint32_t line = 0;
};

inline constexpr size_t kMaxConfigBytes = 1 << 20;

/// Whatever the bytes, it ends in entries or in a `UsageError` of one line: not UTF-8, control
/// characters, above 1 MB, deeper than 32, not TOML 1.0, a table or a date. `name` is the file's,
/// for the messages. Source: https://toml.io/en/v1.0.0
std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view name);

/// The text of a file, of standard input for `-`. Throws `UsageError`.
std::string read_config(const std::string& path);

/// Sets the flags that were not typed. Throws `UsageError` with the line for an unknown key (the
/// nearest first) or a value of the wrong type.
void apply_config(const std::vector<ConfigEntry>& entries, std::string_view name, Flags& flags);

}  // namespace gradus::cli
