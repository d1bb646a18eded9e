/// The command line as data: what the shells' completions and the manual pages are written from.
#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gradus::cli {

/// What can stand for a flag or an argument.
struct CompletionValues {
  std::vector<std::string> words;
  bool files = false, folders = false;
};

struct CompletionFlag {
  std::string name, help;   ///< "--lr"
  std::string placeholder;  ///< empty for a switch
  CompletionValues values;
  std::string short_name = {};  ///< "-h", where there is one
  std::string group = {};       ///< its heading in the help
  bool required = false, repeats = false;
  bool takes_value() const { return !placeholder.empty(); }
};

struct CompletionCommand {
  std::string name, summary;
  std::string footer = {};  ///< the end of its help: examples
  std::vector<CompletionFlag> flags;
  std::vector<CompletionFlag> arguments;  ///< in their order; the last may repeat
  std::vector<CompletionCommand> commands;
};

/// Everything declared under `app`, in the order of its help.
CompletionCommand completion_tree(const CLI::App& app);

/// What can stand for `--model MODEL` or the argument `RUN`: names where the set is known, files or
/// folders.
CompletionValues completion_values(const std::string& flag, const std::string& placeholder);

/// Scripts for the shells, self-contained: they never call the program.
std::string bash_completion(const CompletionCommand& root);
std::string zsh_completion(const CompletionCommand& root);
std::string fish_completion(const CompletionCommand& root);

}  // namespace gradus::cli
