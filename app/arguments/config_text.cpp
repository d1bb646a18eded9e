#include "config_text.h"

#include "gradus/core/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace gradus::cli {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

/// Bare where it is a number that is read back as the very same text.
std::string value_text(const std::string& text) {
  int64_t integer = 0;
  if (parse_integer(text, integer) && fmt::format("{}", integer) == text) return text;
  double real = 0;
  // What fmt writes without a point or an exponent TOML would take for a whole number, or for inf.
  const bool is_decimal = text.find_first_of(".e") != std::string::npos;
  if (is_decimal && parse_real(text, real) && fmt::format("{}", real) == text) return text;
  return quoted(text);
}

std::string list_text(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const auto& value : values) text += (text.size() > 1 ? ", " : "") + value_text(value);
  return text + "]";
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string flag_value(const Flag& flag, const std::vector<std::string>& values) {
  if (flag.kind == Flag::Kind::kSwitch) {
    return (values.front() == "true") == flag.is_negative() ? "false" : "true";
  }
  if (flag.kind == Flag::Kind::kList) return list_text(values);
  const bool is_list = flag.placeholder == "LIST" && values.front().find(',') != std::string::npos;
  return is_list ? list_text(split_at_commas(values.front())) : value_text(values.front());
}

/// What no TOML text can hold: a path of bytes that are no UTF-8, or with line feeds.
bool is_writable(const std::vector<std::string>& values) {
  return std::ranges::all_of(values, [](const std::string& text) {
    return is_utf8(text) && std::ranges::none_of(text, [](unsigned char c) {
             return (c < 0x20 && c != '\t') || c == 0x7f;
           });
  });
}

std::string flag_lines(const Flag& flag, const std::vector<std::string>& values) {
  const auto comment = fmt::format("# {}{}\n", flag.is_negative() ? "false: " : "", flag.help);
  if (values.empty()) return fmt::format("{}# {} =\n", comment, flag.key());
  if (!is_writable(values)) {
    return fmt::format("{}# {}: given with characters that TOML cannot hold\n", comment,
                       flag.key());
  }
  return fmt::format("{}{} = {}\n", comment, flag.key(), flag_value(flag, values));
}

}  // namespace

std::string config_text(const Flags& flags, const std::map<std::string, std::string>& chosen,
                        const std::set<std::string>& left_out) {
  std::string text, group;
  for (const auto& flag : flags.declared()) {
    if (left_out.contains(flag.name)) continue;
    if (flag.group != group) {
      group = flag.group;
      text += fmt::format("{}# ---- {} ----\n", text.empty() ? "" : "\n", group);
    }
    const auto found = chosen.find(flag.name);
    text += flag_lines(flag,
                       found == chosen.end() ? flags.effective(flag) : std::vector{found->second});
  }
  return text;
}

}  // namespace gradus::cli
