/// Flags kept as text and read with type and range, so that every bad value gets the same kind of
/// line: value, what was expected.
#pragma once
#include "gradus/core/settings.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

class Flags {
 public:
  /// Declares `--flag VALUE`; `value` is the placeholder shown in the help.
  void add(CLI::App& app, const std::string& flag, const std::string& value,
           const std::string& help);

  bool given(const std::string& flag) const { return settings_.has(flag); }
  std::string text(const std::string& flag, const std::string& default_value) const;
  int64_t integer(const std::string& flag, int64_t default_value, Range<int64_t> range) const;
  double real(const std::string& flag, double default_value, Range<double> range) const;
  std::string choice(const std::string& flag, const std::string& default_value,
                     const std::vector<std::string>& choices) const;
  /// Set only when the flag was given.
  std::optional<int64_t> optional_integer(const std::string& flag, Range<int64_t> range) const;
  std::optional<double> optional_real(const std::string& flag, Range<double> range) const;

 private:
  Settings settings_;
};

/// Words joined by commas.
std::vector<std::string> split_list(const std::string& text);

}  // namespace gradus::cli
