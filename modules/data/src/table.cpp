#include "table.h"

#include "gradus/core/settings.h"

#include <algorithm>
#include <array>

namespace gradus::data {
void ColumnFindings::join(const ColumnFindings& others) {
  first_text = std::min(first_text, others.first_text);
  finite = finite && others.finite;
}

std::vector<ColumnFindings> Table::read_matrix(const std::vector<int64_t>& columns,
                                               float* to) const {
  std::vector<ColumnFindings> findings(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto data = numbers(columns[i]);
    if (data.first_text) findings[i].first_text = *data.first_text;
    float* at = to + i;
    for (const auto value : data.values) {
      *at = to_single(value, findings[i]);
      at += columns.size();
    }
  }
  return findings;
}

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

bool parse_field(std::string_view text, double& value) {
  const auto trimmed = trim(text);
  if (parse_number(trimmed, value)) return true;
  value = std::numeric_limits<double>::quiet_NaN();
  return is_missing(trimmed);
}

}  // namespace gradus::data
