/// Flags kept as text and read with type and range, so that every bad value gets the same kind of
/// line: value, what was expected. What is declared here a configuration file can set too.
#pragma once
#include "gradus/core/settings.h"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

/// A flag as declared.
struct Flag {
  enum class Kind { kValue, kSwitch, kList };
  std::string name;         ///< as typed: "--lr"
  std::string placeholder;  ///< of its value: "RATE"; empty for a switch
  std::string help;
  std::string group;  ///< its heading in the help
  Kind kind = Kind::kValue;

  /// A switch that turns something off, as `--no-figures`.
  bool is_negative() const;
  /// Its key in a configuration file: the name without dashes; `figures` for `--no-figures`.
  std::string key() const;
};

class Flags {
 public:
  Flags() = default;
  Flags(const Flags&) = delete;  // CLI11 keeps the address
  Flags& operator=(const Flags&) = delete;

  /// Declares `--flag VALUE`; `value` is the placeholder shown in the help.
  void add(CLI::App& app, const std::string& flag, const std::string& value,
           const std::string& help);
  /// Declares `--flag` without a value, and its opposite (`--no-flag`, or `--flag` for a declared
  /// `--no-flag`), which takes back what a configuration file says.
  void add_switch(CLI::App& app, const std::string& flag, const std::string& help);
  /// Declares `--flag VALUE` that may be given several times.
  void add_list(CLI::App& app, const std::string& flag, const std::string& value,
                const std::string& help);

  bool given(const std::string& flag) const { return sources_.contains(flag); }
  /// Given, and not by a configuration file.
  bool typed(const std::string& flag) const;
  /// Whether a switch is set, asked by the name it was declared with.
  bool on(const std::string& flag) const;
  std::string text(const std::string& flag, const std::string& default_value) const;
  int64_t integer(const std::string& flag, int64_t default_value, Range<int64_t> range) const;
  double real(const std::string& flag, double default_value, Range<double> range) const;
  std::string choice(const std::string& flag, const std::string& default_value,
                     const std::vector<std::string>& choices) const;
  /// Set only when the flag was given.
  std::optional<int64_t> optional_integer(const std::string& flag, Range<int64_t> range) const;
  std::optional<double> optional_real(const std::string& flag, Range<double> range) const;
  /// All values of a flag declared by `add_list`, in the order given.
  std::vector<std::string> texts(const std::string& flag) const;

  /// In the order of declaration.
  const std::vector<Flag>& declared() const { return declared_; }
  /// What a configuration file says of a declared flag ("true" or "false" for a switch: is it
  /// set?). What was typed stays.
  void configure(const std::string& flag, const std::vector<std::string>& values);
  /// The values as given or, where they were not, the defaults they were read with; empty for a
  /// flag without either.
  std::vector<std::string> effective(const Flag& flag) const;

 private:
  enum class Source { kTyped, kConfiguration };
  CLI::Option* declare(CLI::App& app, Flag flag);
  void set(const std::string& flag, const std::vector<std::string>& values, Source source);

  std::vector<Flag> declared_;
  std::map<std::string, Source> sources_;
  std::map<std::string, std::vector<std::string>> lists_;
  Settings settings_;
};

/// Words joined by commas.
std::vector<std::string> split_list(const std::string& text);

}  // namespace gradus::cli
