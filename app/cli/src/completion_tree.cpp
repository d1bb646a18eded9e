#include "completion_tree.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace gradus::cli {
namespace {

/// Options with an empty group are hidden.
std::vector<const CLI::Option*> shown_options(const CLI::App& app) {
  const auto options =
      app.get_options([](const CLI::Option* option) { return !option->get_group().empty(); });
  return {options.begin(), options.end()};
}

CompletionFlag flag_of(const CLI::Option& option) {
  CompletionFlag flag;
  flag.name = "--" + option.get_lnames().front();
  flag.help = option.get_description();
  if (option.get_items_expected_max() > 0) {
    flag.placeholder = option.get_type_name().empty() ? "VALUE" : option.get_type_name();
    flag.values = completion_values(flag.name, flag.placeholder);
  }
  if (!option.get_snames().empty()) flag.short_name = "-" + option.get_snames().front();
  flag.group = option.get_group();
  flag.required = option.get_required();
  return flag;
}

CompletionFlag argument_of(const CLI::Option& option) {
  const auto name = option.get_name(true);
  CompletionFlag argument{name, option.get_description(), name, completion_values(name, name)};
  argument.required = option.get_required();
  argument.repeats = option.get_items_expected_max() > 1;
  return argument;
}

/// An argument COMMAND is one of those beside its own.
void name_commands(std::vector<CompletionFlag>& arguments,
                   const std::vector<CompletionCommand>& commands) {
  for (auto& argument : arguments) {
    if (argument.name != "COMMAND") continue;
    for (const auto& command : commands) argument.values.words.push_back(command.name);
  }
}

}  // namespace

CompletionCommand completion_tree(const CLI::App& app) {
  CompletionCommand command;
  command.name = app.get_name();
  command.summary = app.get_description();
  command.footer = app.get_footer();
  for (const auto* option : shown_options(app)) {
    if (option->get_positional()) {
      command.arguments.push_back(argument_of(*option));
    } else {
      command.flags.push_back(flag_of(*option));
    }
  }
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    command.commands.push_back(completion_tree(*sub));
  for (auto& sub : command.commands) name_commands(sub.arguments, command.commands);
  return command;
}

}  // namespace gradus::cli
