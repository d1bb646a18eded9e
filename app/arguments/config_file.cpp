#include "config_file.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace gradus::cli {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

/// Up to one byte more than allowed: enough to see that there are too many.
std::string read_all(std::FILE* file, const std::string& path) {
  std::string text(kMaxConfigBytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  if (std::ferror(file) != 0)
    throw UsageError("configuration '{}': {}", path, std::strerror(errno));
  return text;
}

std::string_view expected_of(Flag::Kind kind) {
  switch (kind) {
    case Flag::Kind::kSwitch:
      return "true or false";
    case Flag::Kind::kList:
      return "a text, or a list of texts";
    default:
      return "a text, a number or a list of them";
  }
}

std::vector<std::string> values_of(const Flag& flag, const ConfigEntry& entry,
                                   std::string_view name) {
  const bool is_boolean = entry.type == ConfigEntry::Type::kBoolean;
  if (is_boolean != (flag.kind == Flag::Kind::kSwitch)) {
    throw UsageError("configuration '{}', line {}: {} = {}: expected {}", name, entry.line,
                     entry.key, fmt::join(entry.values, ", "), expected_of(flag.kind));
  }
  if (flag.is_negative()) return {entry.values.front() == "true" ? "false" : "true"};
  if (flag.kind == Flag::Kind::kList) return entry.values;
  return {fmt::format("{}", fmt::join(entry.values, ","))};
}

}  // namespace

std::string read_config(const std::string& path) {
  if (path == "-") return read_all(stdin, "standard input");
  if (std::filesystem::is_directory(path)) {
    throw UsageError("configuration '{}' is a folder: expected a TOML file", path);
  }
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw UsageError("configuration '{}': {}", path, std::strerror(errno));
  return read_all(file.get(), path);
}

void apply_config(const std::vector<ConfigEntry>& entries, std::string_view name, Flags& flags) {
  for (const auto& entry : entries) {
    const auto& declared = flags.declared();
    const auto flag = std::ranges::find(declared, entry.key, &Flag::key);
    if (flag == declared.end()) {
      std::vector<std::string> keys;
      for (const auto& known : declared) keys.push_back(known.key());
      throw UsageError("configuration '{}', line {}: {}", name, entry.line,
                       unknown_name_message("key", entry.key, keys));
    }
    flags.configure(flag->name, values_of(*flag, entry, name));
  }
}

}  // namespace gradus::cli
