#include "gradus/cli/run.h"

#include "arguments.h"
#include "command.h"
#include "gradus/core/device.h"
#include "gradus/core/failure.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace gradus::cli {
namespace {

constexpr const char* kProgram = "gradus";
bool verbose = false;

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_train_command());
  commands.push_back(make_evaluate_command());
  commands.push_back(make_predict_command());
  commands.push_back(make_models_command());
  commands.push_back(make_datasets_command());
  commands.push_back(make_devices_command());
  commands.push_back(make_demo_command());
  return commands;
}

int parse_and_run(CLI::App& app, const std::vector<std::unique_ptr<Command>>& commands, int argc,
                  char** argv) {
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  for (const auto& command : commands) {
    if (app.got_subcommand(command->name())) return command->run();
  }
  return fail(kProgram, "no command given; see gradus --help", ExitCode::kUsage);
}

}  // namespace

int run(int argc, char** argv) {
  set_command_line(argc, argv);
  CLI::App app("gradus: deep-learning fundamentals in C++ on LibTorch", kProgram);
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
  } catch (...) {
    return fail_with_current_exception(kProgram, verbose);
  }
}

}  // namespace gradus::cli
