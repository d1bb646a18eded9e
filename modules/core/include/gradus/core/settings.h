/// Typed options of models and data sets, written `key=value,key=value`.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// Inclusive bounds of a number.
template <typename T>
struct Range {
  T min = std::numeric_limits<T>::lowest();  ///< the smallest allowed
  T max = std::numeric_limits<T>::max();     ///< the largest allowed
};

/// A bag of `key=value` texts that a factory reads with a type, a default and a range. Each read
/// is remembered, so the factory's own code is the list of known keys: `reject_unknown` refuses the
/// rest, and `known` documents them.
///
///     const auto hidden = settings.integers("hidden", {256, 128}, {1, 65536}, "widths of the
///     hidden layers");
///
/// All readers throw `UsageError` with the key, the value and what was expected.
class Settings {
 public:
  /// What a factory asked for: shown by `gradus models` and `gradus datasets`.
  struct Known {
    std::string key;            ///< as typed before the `=`
    std::string default_value;  ///< as it would be typed
    std::string help;           ///< a phrase, without a full stop
  };

  Settings() = default;
  /// Parses `a=1,b=x`. Throws `UsageError` for a missing `=`, an empty or a repeated key.
  static Settings parse(std::string_view text);

  /// Sets or replaces one value.
  void set(const std::string& key, const std::string& value) { values_[key] = value; }
  /// Whether a value was given for the key.
  bool has(const std::string& key) const { return values_.contains(key); }

  /// A whole number within `range`.
  int64_t integer(const std::string& key, int64_t default_value, Range<int64_t> range,
                  std::string help) const;
  /// A finite number within `range`.
  double real(const std::string& key, double default_value, Range<double> range,
              std::string help) const;
  /// `true|false|yes|no|on|off|1|0`.
  bool flag(const std::string& key, bool default_value, std::string help) const;
  /// As it was typed, whatever it is.
  std::string text(const std::string& key, const std::string& default_value,
                   std::string help) const;
  /// One of `choices`; others are refused with the nearest first.
  std::string choice(const std::string& key, const std::string& default_value,
                     const std::vector<std::string>& choices, std::string help) const;
  /// Numbers joined by `-` or commas, as in `256-128`; `none` for an empty list.
  std::vector<int64_t> integers(const std::string& key, const std::vector<int64_t>& default_value,
                                Range<int64_t> range, std::string help) const;

  /// Finite numbers joined by commas or colons, as in `-3,2,2`; `count` of them, unless that is 0.
  std::vector<double> reals(const std::string& key, const std::vector<double>& default_value,
                            size_t count, std::string help) const;

  /// Throws `UsageError` when a key was given that no reader asked for. `owner` names who was
  /// asked, as in "model 'mlp'".
  void reject_unknown(std::string_view owner) const;

  /// The keys asked for so far, in order of asking.
  const std::vector<Known>& known() const { return known_; }
  /// The values given, by key.
  const std::map<std::string, std::string>& values() const { return values_; }
  /// `a=1,b=x`, keys in alphabetical order; `parse` reads it back.
  std::string to_string() const;

 private:
  const std::string* find(const std::string& key, std::string default_value,
                          std::string help) const;

  std::map<std::string, std::string> values_;
  mutable std::vector<Known> known_;
};

/// A name with settings, as typed: `spirals:arms=3,noise=0.1`.
struct NamedSettings {
  std::string name;   ///< what is before the first colon
  Settings settings;  ///< what is after it; empty without one
  /// Throws `UsageError` as `Settings::parse`.
  static NamedSettings parse(std::string_view text);
};

/// Whole-text number parsing; false when `text` is not entirely a number of that type.
bool parse_integer(std::string_view text, int64_t& value);
/// Accepts what `std::from_chars` accepts, `nan` and `inf` included.
bool parse_real(std::string_view text, double& value);

}  // namespace gradus
