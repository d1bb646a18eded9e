#include "completion_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

namespace gradus::cli {
namespace {

constexpr const char* kHead = R"(# Completion of gradus for bash: source <(gradus completion bash)
_gradus() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
  local path="" words="" values="" flags="" i
  # bash splits --flag=value at the sign
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before="${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case "$path ${COMP_WORDS[i]}" in
)";

constexpr const char* kTail = R"(  if [[ $values == *files* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -f -- "$word")
  elif [[ $values == *folders* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -d -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}
complete -F _gradus gradus
)";

using Visit = void (*)(std::string& text, const std::string& path, const CompletionCommand&);

void walk(std::string& text, const std::string& path, const CompletionCommand& command,
          Visit visit) {
  visit(text, path, command);
  for (const auto& sub : command.commands) walk(text, path + " " + sub.name, sub, visit);
}

/// Which words lead from a command to one below it.
void add_path_cases(std::string& text, const std::string& path, const CompletionCommand& command) {
  for (const auto& sub : command.commands)
    text += fmt::format("      \"{0} {1}\") path=\"{0} {1}\" ;;\n", path, sub.name);
}

const char* kind_of(const CompletionValues& values) {
  if (values.files) return "files";
  return values.folders ? "folders" : "words";
}

/// After a command's words: its flags where a flag is begun, else what it takes.
void add_command_case(std::string& text, const std::string& path,
                      const CompletionCommand& command) {
  std::vector<std::string> flags{"--help"}, words;
  for (const auto& flag : command.flags) {
    if (flag.name != "--help") flags.push_back(flag.name);
  }
  for (const auto& sub : command.commands) words.push_back(sub.name);
  CompletionValues values;
  for (const auto& argument : command.arguments) {
    words.insert(words.end(), argument.values.words.begin(), argument.values.words.end());
    values.files = values.files || argument.values.files;
    values.folders = values.folders || argument.values.folders;
  }
  text += fmt::format("    \"{}\")\n      flags=\"{}\"\n      words=\"{}\" values={}\n      ;;\n",
                      path, fmt::join(flags, " "), fmt::join(words, " "), kind_of(values));
}

void collect_flags(std::map<std::string, CompletionValues>& flags,
                   const CompletionCommand& command) {
  for (const auto& flag : command.flags) {
    if (flag.takes_value()) flags.emplace(flag.name, flag.values);
  }
  for (const auto& sub : command.commands) collect_flags(flags, sub);
}

/// After a flag: its values. A flag means the same in every command.
std::string flag_cases(const CompletionCommand& root) {
  std::map<std::string, CompletionValues> flags;
  collect_flags(flags, root);
  std::string text;
  for (const auto& [name, values] : flags) {
    text += fmt::format("    {}) words=\"{}\" values={} ;;\n", name, fmt::join(values.words, " "),
                        kind_of(values));
  }
  return text;
}

}  // namespace

std::string bash_completion(const CompletionCommand& root) {
  std::string text = kHead;
  walk(text, "", root, add_path_cases);
  text += "    esac\n  done\n  case \"$path\" in\n";
  walk(text, "", root, add_command_case);
  text +=
      "  esac\n  if [[ $word == -* ]]; then\n    words=$flags values=words\n  fi\n"
      "  case \"$before\" in\n";
  return text + flag_cases(root) + "  esac\n" + kTail;
}

}  // namespace gradus::cli
