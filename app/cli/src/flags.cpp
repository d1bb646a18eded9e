#include "flags.h"

#include <sstream>

namespace gradus::cli {

void Flags::add(CLI::App& app, const std::string& flag, const std::string& value,
                const std::string& help) {
  app.add_option_function<std::string>(
         flag, [this, flag](const std::string& text) { settings_.set(flag, text); }, help)
      ->type_name(value)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

std::string Flags::text(const std::string& flag, const std::string& default_value) const {
  return settings_.text(flag, default_value, "");
}

int64_t Flags::integer(const std::string& flag, int64_t default_value, Range<int64_t> range) const {
  return settings_.integer(flag, default_value, range, "");
}

double Flags::real(const std::string& flag, double default_value, Range<double> range) const {
  return settings_.real(flag, default_value, range, "");
}

std::string Flags::choice(const std::string& flag, const std::string& default_value,
                          const std::vector<std::string>& choices) const {
  return settings_.choice(flag, default_value, choices, "");
}

std::optional<int64_t> Flags::optional_integer(const std::string& flag,
                                               Range<int64_t> range) const {
  if (!given(flag)) return std::nullopt;
  return integer(flag, 0, range);
}

std::optional<double> Flags::optional_real(const std::string& flag, Range<double> range) const {
  if (!given(flag)) return std::nullopt;
  return real(flag, 0, range);
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, ',');) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

}  // namespace gradus::cli
