#include "gradus/cli/run.h"

#include "command.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <c10/util/Exception.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <new>

namespace gradus::cli {
namespace {

bool verbose = false;

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_train_command());
  commands.push_back(make_evaluate_command());
  commands.push_back(make_predict_command());
  commands.push_back(make_models_command());
  commands.push_back(make_datasets_command());
  commands.push_back(make_devices_command());
  return commands;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

int fail(const std::string& message, ExitCode code) {
  // fputs, because a closed stderr must not become a second error.
  std::fputs(("gradus: " + first_line(message) + "\n").c_str(), stderr);
  return static_cast<int>(code);
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// The first argument that no option or sub-command took, said with what there is.
std::string unexpected_argument(CLI::App& app) {
  CLI::App* place = &app;
  for (auto* chosen : app.get_subcommands()) place = chosen;
  auto rest = app.remaining(true);
  if (rest.empty()) return "an argument was not expected; see gradus --help";
  // The first word that is none of ours: CLI11 lists the parent's left-overs first.
  const auto word = rest.front().substr(0, rest.front().find('='));
  if (word.starts_with("-")) return unknown_name_message("option", word, option_names(*place));
  if (place != &app)
    return fmt::format("unexpected argument '{}'; see gradus {} --help", word, place->get_name());
  std::vector<std::string> names;
  for (const auto* sub : app.get_subcommands([](CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return unknown_name_message("command", word, names);
}

int parse_and_run(CLI::App& app, const std::vector<std::unique_ptr<Command>>& commands, int argc,
                  char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);  // --help, --version
  } catch (const CLI::ExtrasError&) {
    return fail(unexpected_argument(app), ExitCode::kUsage);
  } catch (const CLI::ParseError& error) {
    return fail(fmt::format("{}; see --help", error.what()), ExitCode::kUsage);
  }
  for (const auto& command : commands) {
    if (app.got_subcommand(command->name())) return command->run();
  }
  return fail("no command given; see gradus --help", ExitCode::kUsage);
}

}  // namespace

int run(int argc, char** argv) {
  set_command_line(argc, argv);
  CLI::App app("gradus: deep-learning fundamentals in C++ on LibTorch", "gradus");
  app.set_version_flag("--version",
                       fmt::format("gradus {} (LibTorch {})", GRADUS_VERSION, libtorch_version()));
  app.add_flag("--verbose", verbose, "Show where an unexpected error came from");
  app.footer(
      "Examples:\n  gradus train --data fashion-mnist --model mlp\n  gradus train --data my.csv "
      "--target species\n"
      "  gradus COMMAND --help");
  app.require_subcommand(0, 1);
  app.fallthrough();
  const auto commands = make_commands();
  for (const auto& command : commands) {
    auto* sub = app.add_subcommand(command->name(), command->summary());
    sub->footer("Examples:\n" + command->examples());
    command->declare(*sub);
  }
  try {
    return parse_and_run(app, commands, argc, argv);
  } catch (const Error& error) {
    return fail(error.what(), error.exit_code());
  } catch (const c10::Error& error) {
    if (verbose) std::fputs(error.what(), stderr);
    return fail(error.what_without_backtrace(), ExitCode::kFailed);
  } catch (const std::bad_alloc&) {
    return fail("out of memory: use fewer examples, a smaller model or a smaller --batch-size",
                ExitCode::kFailed);
  } catch (const std::exception& error) {
    return fail(error.what(), ExitCode::kFailed);
  }
}

}  // namespace gradus::cli
