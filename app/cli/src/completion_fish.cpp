#include "completion_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

std::string in_quotes(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

/// True where the words typed so far lead to this command and to none below it.
std::string condition(const std::vector<std::string>& path, const CompletionCommand& command) {
  if (path.empty()) return "__fish_use_subcommand";
  std::string text;
  for (const auto& name : path)
    text += fmt::format("{}__fish_seen_subcommand_from {}", text.empty() ? "" : "; and ", name);
  if (command.commands.empty()) return text;
  text += "; and not __fish_seen_subcommand_from";
  for (const auto& sub : command.commands) text += " " + sub.name;
  return text;
}

/// What completes a value; the words may be followed by paths.
std::string value_options(const CompletionValues& values) {
  std::string text = values.files ? " -r -F" : " -x";
  auto words = fmt::format("{}", fmt::join(values.words, " "));
  if (values.folders)
    words += words.empty() ? "(__fish_complete_directories)" : " (__fish_complete_directories)";
  if (!words.empty()) text += " -a " + in_quotes(words);
  return text;
}

void add(std::string& text, const std::vector<std::string>& path,
         const CompletionCommand& command) {
  const auto begin = fmt::format("complete -c gradus -n {}", in_quotes(condition(path, command)));
  for (const auto& flag : command.flags) {
    text += fmt::format("{} -l {}{} -d {}\n", begin, flag.name.substr(2),
                        flag.takes_value() ? value_options(flag.values) : "", in_quotes(flag.help));
  }
  for (const auto& argument : command.arguments) {
    const auto values = value_options(argument.values);
    text += fmt::format("{}{} -d {}\n", begin,
                        argument.values.files ? " -F" + values.substr(6) : " -f" + values.substr(3),
                        in_quotes(argument.help));
  }
  for (const auto& sub : command.commands) {
    text += fmt::format("{} -f -a {} -d {}\n", begin, sub.name, in_quotes(sub.summary));
    auto below = path;
    below.push_back(sub.name);
    add(text, below, sub);
  }
}

}  // namespace

std::string fish_completion(const CompletionCommand& root) {
  std::string text =
      "# Completion of gradus for fish: gradus completion fish > "
      "~/.config/fish/completions/gradus.fish\ncomplete -c gradus -f\n";
  add(text, {}, root);
  return text;
}

}  // namespace gradus::cli
