#include "config_file.h"
#include "gradus/core/error.h"
#include "gradus/core/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace gradus::cli {
namespace {

/// toml++ 3.3 meets files that break its own assertions.
struct BrokenAssertion : std::exception {};

[[noreturn]] void break_assertion() {
  throw BrokenAssertion();
}

}  // namespace
}  // namespace gradus::cli

// Without assertions toml++ promises the optimizer that they hold, which they do not.
#undef NDEBUG
#define TOML_ASSERT(expr) \
  static_cast<void>(static_cast<bool>(expr) ? void() : ::gradus::cli::break_assertion())
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

namespace gradus::cli {
namespace {

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
}

bool is_control(char c) {
  return is_forbidden(c) || c == '\n' || c == '\r';
}

/// For a message, which is one line.
std::string visible(std::string_view text) {
  std::string result(text);
  std::ranges::replace_if(result, is_control, '?');
  return result;
}

/// Finds what toml++ must never see: it asserts on control characters, reads beyond broken UTF-8,
/// and takes characters that are not ASCII where TOML has none into undefined behaviour (its issues
/// 190 and 295). Without strings of several lines, which no flag can hold, one pass finds them all.
class Guard {
 public:
  explicit Guard(std::string_view name) : name_(name) {}

  void check(std::string_view text) {
    if (text.size() > kMaxConfigBytes) {
      throw UsageError("configuration '{}' has more than {} bytes: expected a TOML file of flags",
                       name_, kMaxConfigBytes);
    }
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (!is_utf8(text)) throw UsageError("configuration '{}' is not UTF-8", name_);
    for (size_t i = 0; i < text.size(); ++i) take(text, i);
  }

 private:
  static constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  static constexpr std::string_view kBeforeText = " \t\n=[{,.";

  void take(std::string_view text, size_t at) {
    const char c = text[at];
    if (is_forbidden(c)) refuse(fmt::format("control character {:#04x} is not allowed", c));
    if (c == '\n') {
      ++line_;
      inside_ = 0;
    } else if (inside_ == '"' && c == '\\' && !escaped_) {
      escaped_ = true;
      return;
    } else if (inside_ == c && !escaped_ && c != '#') {
      inside_ = 0;
    } else if (inside_ == 0) {
      open(text.substr(at));
    }
    escaped_ = false;
    previous_ = c;
  }

  /// Outside of strings and comments.
  void open(std::string_view rest) {
    if (static_cast<unsigned char>(rest[0]) >= 0x80) {
      refuse("a character that is not ASCII stands outside of quotes and comments");
    }
    if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) {
      refuse("expected a text on one line, in single or double quotes");
    }
    const bool quote = rest[0] == '"' || rest[0] == '\'';
    if (quote && kBeforeText.find(previous_) == std::string_view::npos) {
      refuse("a quote stands in the middle of a word");
    }
    if (quote || rest[0] == '#') inside_ = rest[0];
  }

  [[noreturn]] void refuse(std::string_view what) const {
    throw UsageError("configuration '{}', line {}: {}", name_, line_, what);
  }

  std::string_view name_;
  int line_ = 1;
  char previous_ = '\n';
  char inside_ = 0;  // what opened the string or comment; 0 outside
  bool escaped_ = false;
};

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name) {}

  ConfigEntry read(const toml::key& key, const toml::node& node) const {
    ConfigEntry entry;
    entry.key = visible(key.str());  // no flag's name is changed by it
    entry.line = key.source().begin.line;
    entry.type = type_of(node);
    if (const auto* array = node.as_array()) {
      for (const auto& element : *array) entry.values.push_back(text_of(entry, element));
    } else {
      entry.values.push_back(text_of(entry, node));
    }
    return entry;
  }

 private:
  static ConfigEntry::Type type_of(const toml::node& node) {
    if (node.is_array()) return ConfigEntry::Type::kArray;
    if (node.is_boolean()) return ConfigEntry::Type::kBoolean;
    return node.is_number() ? ConfigEntry::Type::kNumber : ConfigEntry::Type::kText;
  }

  std::string text_of(const ConfigEntry& entry, const toml::node& node) const {
    if (const auto* value = node.as_integer()) return fmt::format("{}", value->get());
    if (const auto* value = node.as_floating_point()) return fmt::format("{}", value->get());
    if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
    if (const auto* value = node.as_string()) {
      if (std::ranges::none_of(value->get(), is_control)) return value->get();
      refuse(entry, "a text without control characters");
    }
    refuse(entry, "a text, a number, true or false, or a list of texts or numbers");
  }

  [[noreturn]] void refuse(const ConfigEntry& entry, std::string_view expected) const {
    throw UsageError("configuration '{}', line {}: the value of '{}' is no flag's: expected {}",
                     name_, entry.line, entry.key, expected);
  }

  std::string_view name_;
};

}  // namespace

std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view name) {
  Guard(name).check(text);
  try {
    const auto table = toml::parse(text);
    std::vector<ConfigEntry> entries;
    const Reader reader(name);
    for (const auto& [key, node] : table) entries.push_back(reader.read(key, node));
    std::ranges::stable_sort(entries, {}, &ConfigEntry::line);
    return entries;
  } catch (const toml::parse_error& error) {
    throw UsageError("configuration '{}', line {}: {}", name, error.source().begin.line,
                     visible(error.description()));
  } catch (const BrokenAssertion&) {
    throw UsageError("configuration '{}' is not TOML: expected lines as in batch-size = 64", name);
  }
}

}  // namespace gradus::cli
