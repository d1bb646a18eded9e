#include "completion_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

/// Inside '…', where `_arguments` and `_describe` give brackets and colons a meaning of their own.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result;
}

/// What `_arguments` runs to complete a value.
std::string action(const CompletionValues& values) {
  const auto words = fmt::format("{}", fmt::join(values.words, " "));
  if (values.files || values.folders) {
    const std::string paths = values.files ? "_files" : "_files -/";
    if (words.empty()) return paths;
    std::string both =
        fmt::format("_alternative \"names:name:({})\" \"files:file:{}\"", words, paths);
    return "{" + both + "}";
  }
  return words.empty() ? " " : fmt::format("({})", escaped(words));
}

std::string function_name(const std::string& path) {
  auto name = "_" + path;
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string flag_line(const CompletionFlag& flag) {
  if (!flag.takes_value()) return fmt::format("    '{}[{}]'", flag.name, escaped(flag.help));
  return fmt::format("    '{}=[{}]:{}:{}'", flag.name, escaped(flag.help),
                     escaped(flag.placeholder), action(flag.values));
}

std::string lines_of(const CompletionCommand& command, const std::string& path) {
  std::vector<std::string> lines;
  for (const auto& flag : command.flags) lines.push_back(flag_line(flag));
  if (!command.commands.empty()) {
    lines.push_back(fmt::format("    '1:command:{}_commands'", function_name(path)));
    lines.push_back("    '*::argument:->arguments'");
  }
  for (size_t i = 0; i < command.arguments.size(); ++i) {
    const auto& argument = command.arguments[i];
    const auto place = i + 1 == command.arguments.size() ? "*" : fmt::format("{}", i + 1);
    lines.push_back(
        fmt::format("    '{}:{}:{}'", place, escaped(argument.name), action(argument.values)));
  }
  return fmt::format("{}", fmt::join(lines, " \\\n"));
}

std::string commands_function(const CompletionCommand& command, const std::string& path) {
  auto text =
      fmt::format("{}_commands() {{\n  local -a commands\n  commands=(\n", function_name(path));
  for (const auto& sub : command.commands)
    text += fmt::format("    '{}:{}'\n", escaped(sub.name), escaped(sub.summary));
  return text + "  )\n  _describe command commands\n}\n\n";
}

/// One function a command, those below it first.
std::string functions(const CompletionCommand& command, const std::string& path) {
  std::string text, cases;
  for (const auto& sub : command.commands) {
    const auto below = path + " " + sub.name;
    text += functions(sub, below);
    cases += fmt::format("    {}) {} ;;\n", sub.name, function_name(below));
  }
  if (!command.commands.empty()) text += commands_function(command, path);
  text += fmt::format(
      "{}() {{\n  local context state state_descr line\n  typeset -A opt_args\n  _arguments -C "
      "\\\n{}\n",
      function_name(path), lines_of(command, path));
  if (!cases.empty())
    text += "  [[ $state == arguments ]] || return\n  case $line[1] in\n" + cases + "  esac\n";
  return text + "}\n\n";
}

}  // namespace

std::string zsh_completion(const CompletionCommand& root) {
  return "#compdef gradus\n# Completion of gradus for zsh: a file _gradus in a folder of "
         "$fpath\n\n" +
         functions(root, root.name) + fmt::format("{} \"$@\"\n", function_name(root.name));
}

}  // namespace gradus::cli
