#include "arguments.h"

#include "gradus/core/failure.h"
#include "gradus/core/suggest.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace gradus::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

/// The first argument that no option or sub-command took, said with what there is.
std::string unexpected_argument(const CLI::App& app) {
  const CLI::App* place = &app;
  std::string path = app.get_name();
  while (!place->get_subcommands().empty()) {
    place = place->get_subcommands().back();
    path += " " + place->get_name();
  }
  const auto rest = app.remaining(true);
  if (rest.empty()) return fmt::format("an argument was not expected; see {} --help", path);
  // The first word that is none of ours: CLI11 lists the parent's left-overs first.
  const auto word = rest.front().substr(0, rest.front().find('='));
  if (word.starts_with("-")) return unknown_name_message("option", word, option_names(*place));
  const auto names = subcommand_names(*place);
  if (names.empty()) return fmt::format("unexpected argument '{}'; see {} --help", word, path);
  return unknown_name_message(place == &app ? "command" : place->get_name(), word, names);
}

}  // namespace

std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);  // --help, --version
  } catch (const CLI::ExtrasError&) {
    return fail(app.get_name(), unexpected_argument(app), ExitCode::kUsage);
  } catch (const CLI::ParseError& error) {
    return fail(app.get_name(), fmt::format("{}; see --help", error.what()), ExitCode::kUsage);
  }
  return std::nullopt;
}

}  // namespace gradus::cli
