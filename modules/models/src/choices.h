// Enumerations that users write by name.
#pragma once
#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/core/suggest.h"

#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

namespace gradus::models {

template <typename Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

template <typename Enum>
std::vector<std::string> choice_names(const Choices<Enum>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) names.push_back(name);
  return names;
}

template <typename Enum>
std::string choice_name(const Choices<Enum>& choices, Enum wanted) {
  for (const auto& [name, value] : choices) {
    if (value == wanted) return name;
  }
  return std::to_string(static_cast<int>(wanted));
}

/// Throws `UsageError` with the nearest names; `kind` says what is named.
template <typename Enum>
Enum parse_choice(const Choices<Enum>& choices, const std::string& kind, const std::string& name) {
  for (const auto& [candidate, value] : choices) {
    if (candidate == name) return value;
  }
  throw UsageError("{}", unknown_name_message(kind, name, choice_names(choices)));
}

/// Reads an enumeration from a model's settings; the names end up in the option's help.
template <typename Enum>
Enum read_choice(const Settings& settings, const Choices<Enum>& choices, const std::string& key,
                 Enum default_value, const std::string& help) {
  const auto names = choice_names(choices);
  return parse_choice(choices, key,
                      settings.text(key, choice_name(choices, default_value),
                                    fmt::format("{}: {}", help, fmt::join(names, ", "))));
}

}  // namespace gradus::models
