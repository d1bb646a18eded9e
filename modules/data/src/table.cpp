#include "table.h"

#include "gradus/core/settings.h"

#include <algorithm>
#include <array>

namespace gradus::data {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool is_missing(std::string_view trimmed) {
  constexpr std::array<std::string_view, 7> kWords = {"", "na", "n/a", "nan", "null", "none", "?"};
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    return std::ranges::equal(word, trimmed, {}, {}, lower);
  });
}

bool parse_number(std::string_view trimmed, double& value) {
  if (trimmed.starts_with('+') && !trimmed.starts_with("+-")) trimmed.remove_prefix(1);
  return parse_real(trimmed, value);
}

}  // namespace gradus::data
