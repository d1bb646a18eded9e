#include "gradus/core/settings.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gradus {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <typename T>
std::string describe(const Range<T>& range) {
  const bool below = range.min > std::numeric_limits<T>::lowest();
  const bool above = range.max < std::numeric_limits<T>::max();
  if (below && above) return fmt::format(" from {} to {}", range.min, range.max);
  if (below) return fmt::format(" of at least {}", range.min);
  if (above) return fmt::format(" of at most {}", range.max);
  return "";
}

template <typename T>
bool contains(const Range<T>& range, T value) {
  return value >= range.min && value <= range.max;
}

std::string join_list(const std::vector<int64_t>& values) {
  return values.empty() ? "none" : fmt::format("{}", fmt::join(values, "-"));
}

}  // namespace

bool parse_integer(std::string_view text, int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool parse_real(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

Settings Settings::parse(std::string_view text) {
  Settings settings;
  if (text.empty()) return settings;
  for (const auto part : split(text, ',')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      throw UsageError("'{}' is not an option: expected key=value, several joined by commas", part);
    }
    const std::string key(part.substr(0, equals));
    if (settings.has(key)) throw UsageError("option '{}' is given twice in '{}'", key, text);
    settings.set(key, std::string(part.substr(equals + 1)));
  }
  return settings;
}

const std::string* Settings::find(const std::string& key, std::string default_value,
                                  std::string help) const {
  const bool asked = std::ranges::any_of(known_, [&](const Known& k) { return k.key == key; });
  if (!asked) known_.push_back({key, std::move(default_value), std::move(help)});
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

int64_t Settings::integer(const std::string& key, int64_t default_value, Range<int64_t> range,
                          std::string help) const {
  const auto* text = find(key, fmt::format("{}", default_value), std::move(help));
  if (text == nullptr) return default_value;
  int64_t value = 0;
  if (!parse_integer(*text, value) || !contains(range, value)) {
    throw UsageError("{}={}: expected a whole number{}", key, *text, describe(range));
  }
  return value;
}

double Settings::real(const std::string& key, double default_value, Range<double> range,
                      std::string help) const {
  const auto* text = find(key, fmt::format("{}", default_value), std::move(help));
  if (text == nullptr) return default_value;
  double value = 0;
  if (!parse_real(*text, value) || !std::isfinite(value) || !contains(range, value)) {
    throw UsageError("{}={}: expected a number{}", key, *text, describe(range));
  }
  return value;
}

bool Settings::flag(const std::string& key, bool default_value, std::string help) const {
  static const std::map<std::string, bool> kWords = {
      {"true", true},   {"yes", true}, {"on", true},   {"1", true},
      {"false", false}, {"no", false}, {"off", false}, {"0", false}};
  const auto* text = find(key, default_value ? "true" : "false", std::move(help));
  if (text == nullptr) return default_value;
  const auto word = kWords.find(*text);
  if (word == kWords.end()) throw UsageError("{}={}: expected true or false", key, *text);
  return word->second;
}

std::string Settings::text(const std::string& key, const std::string& default_value,
                           std::string help) const {
  const auto* text = find(key, default_value, std::move(help));
  return text == nullptr ? default_value : *text;
}

std::string Settings::choice(const std::string& key, const std::string& default_value,
                             const std::vector<std::string>& choices, std::string help) const {
  const auto* text = find(key, default_value, std::move(help));
  if (text == nullptr) return default_value;
  if (std::ranges::find(choices, *text) == choices.end()) {
    throw UsageError("{}", unknown_name_message(key, *text, choices));
  }
  return *text;
}

std::vector<int64_t> Settings::integers(const std::string& key,
                                        const std::vector<int64_t>& default_value,
                                        Range<int64_t> range, std::string help) const {
  const auto* text = find(key, join_list(default_value), std::move(help));
  if (text == nullptr) return default_value;
  if (*text == "none") return {};
  std::vector<int64_t> values;
  const char separator = text->find(',') == std::string::npos ? '-' : ',';
  for (const auto part : split(*text, separator)) {
    int64_t value = 0;
    if (!parse_integer(part, value) || !contains(range, value)) {
      throw UsageError(
          "{}={}: expected whole numbers{} joined by '-' or commas, as in 256-128, or none", key,
          *text, describe(range));
    }
    values.push_back(value);
  }
  return values;
}

std::vector<double> Settings::reals(const std::string& key,
                                    const std::vector<double>& default_value, size_t count,
                                    std::string help) const {
  const auto* text = find(key, fmt::format("{}", fmt::join(default_value, ",")), std::move(help));
  if (text == nullptr) return default_value;
  std::vector<double> values;
  const auto refuse = [&] {
    throw UsageError("{}={}: expected {}numbers joined by commas, as in {}", key, *text,
                     count > 0 ? fmt::format("{} ", count) : "", fmt::join(default_value, ","));
  };
  for (const auto part : split(*text, text->find(',') == std::string::npos ? ':' : ',')) {
    double value = 0;
    if (!parse_real(part, value) || !std::isfinite(value)) refuse();
    values.push_back(value);
  }
  if (count > 0 && values.size() != count) refuse();
  return values;
}

void Settings::reject_unknown(std::string_view owner) const {
  for (const auto& [key, value] : values_) {
    if (std::ranges::any_of(known_, [&](const Known& k) { return k.key == key; })) continue;
    std::vector<std::string> keys;
    for (const auto& k : known_) keys.push_back(k.key);
    throw UsageError(
        "{}", unknown_name_message(fmt::format("option of {}", owner), key, std::move(keys)));
  }
}

std::string Settings::to_string() const {
  std::string text;
  for (const auto& [key, value] : values_)
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", key, value);
  return text;
}

NamedSettings NamedSettings::parse(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, colon)), Settings::parse(text.substr(colon + 1))};
}

}  // namespace gradus
