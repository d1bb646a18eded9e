#include "flags.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <sstream>

namespace gradus::cli {
namespace {

constexpr std::string_view kNo = "--no-";

/// `--figures` for `--no-figures`, and the other way round.
std::string opposite(const std::string& flag) {
  if (flag.starts_with(kNo)) return "--" + flag.substr(kNo.size());
  return std::string(kNo) + flag.substr(2);
}

}  // namespace

bool Flag::is_negative() const {
  return kind == Kind::kSwitch && name.starts_with(kNo);
}

std::string Flag::key() const {
  return (is_negative() ? opposite(name) : name).substr(2);
}

CLI::Option* Flags::declare(CLI::App& app, Flag flag) {
  const auto name = flag.name;
  CLI::Option* option = nullptr;
  if (flag.kind == Flag::Kind::kSwitch) {
    const auto keep = [this, name] { set(name, {"true"}, Source::kTyped); };
    option = app.add_flag_callback(name, keep, flag.help);
  } else {
    const auto keep = [this, name](const std::vector<std::string>& values) {
      set(name, values, Source::kTyped);
    };
    const bool is_list = flag.kind == Flag::Kind::kList;
    option = app.add_option_function<std::vector<std::string>>(name, keep, flag.help)
                 ->type_name(flag.placeholder)
                 ->expected(1)
                 ->allow_extra_args(false)  // or CLI11 would take the brackets off "[a]"
                 ->multi_option_policy(is_list ? CLI::MultiOptionPolicy::TakeAll
                                               : CLI::MultiOptionPolicy::TakeLast);
  }
  flag.group = option->get_group();
  declared_.push_back(std::move(flag));
  return option;
}

void Flags::add(CLI::App& app, const std::string& flag, const std::string& value,
                const std::string& help) {
  declare(app, {flag, value, help, {}, Flag::Kind::kValue});
}

void Flags::add_list(CLI::App& app, const std::string& flag, const std::string& value,
                     const std::string& help) {
  declare(app, {flag, value, help, {}, Flag::Kind::kList});
}

void Flags::add_switch(CLI::App& app, const std::string& flag, const std::string& help) {
  declare(app, {flag, {}, help, {}, Flag::Kind::kSwitch});
  app.add_flag_callback(
         opposite(flag), [this, flag] { set(flag, {"false"}, Source::kTyped); },
         "The opposite of " + flag)
      ->group("");  // not in the help: it says what is so anyway, unless a file says otherwise
}

void Flags::set(const std::string& flag, const std::vector<std::string>& values, Source source) {
  if (source == Source::kTyped && typed(flag))
    throw UsageError("{} and its opposite are both given: choose one", flag);
  if (std::ranges::find(values, "") != values.end()) {
    const auto declared = std::ranges::find(declared_, flag, &Flag::name);
    throw UsageError("{} is empty: expected {}", flag, declared->placeholder);
  }
  sources_[flag] = source;
  lists_[flag] = values;
  settings_.set(flag, values.empty() ? "" : values.back());
}

void Flags::configure(const std::string& flag, const std::vector<std::string>& values) {
  if (!typed(flag)) set(flag, values, Source::kConfiguration);
}

bool Flags::typed(const std::string& flag) const {
  const auto found = sources_.find(flag);
  return found != sources_.end() && found->second == Source::kTyped;
}

bool Flags::on(const std::string& flag) const {
  return settings_.flag(flag, false, "");
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

std::vector<std::string> Flags::texts(const std::string& flag) const {
  const auto found = lists_.find(flag);
  return found == lists_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> Flags::effective(const Flag& flag) const {
  if (given(flag.name)) return texts(flag.name);
  if (flag.kind == Flag::Kind::kSwitch) return {"false"};
  const auto& known = settings_.known();
  const auto read = std::ranges::find(known, flag.name, &Settings::Known::key);
  if (read == known.end() || read->default_value.empty()) return {};
  return {read->default_value};
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> words;
  if (text.empty()) return words;
  std::istringstream stream(text + ",");
  for (std::string word; std::getline(stream, word, ',');) {
    if (word.empty())
      throw UsageError("list '{}': a word of it is empty: expected words joined by commas", text);
    words.push_back(word);
  }
  return words;
}

}  // namespace gradus::cli
