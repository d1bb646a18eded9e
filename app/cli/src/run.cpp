#include "gradus/cli/run.h"

#include "arguments.h"
#include "command.h"
#include "config_file.h"
#include "gradus/core/device.h"
#include "gradus/core/failure.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace gradus::cli {
namespace {

constexpr const char* kProgram = "gradus";
constexpr const char* kFooter =
    "Examples:\n"
    "  gradus train --data fashion-mnist --model mlp\n"
    "  gradus train --data my.csv --target species\n"
    "  gradus COMMAND --help\n"
    "Exit codes:\n"
    "  0 done             1 failed while running     2 wrong usage or configuration\n"
    "  3 no such device   4 data refused             5 saved model refused\n"
    "  6 diverged         130 Ctrl-C                 143 SIGTERM, SIGHUP or a closed pipe";
bool verbose = false;

/// A command and the file that sets what was not typed.
struct Declared {
  std::unique_ptr<Command> command;
  std::string config;
  const CLI::Option* config_option = nullptr;  ///< none where there is nothing to set
};

std::vector<Declared> make_commands() {
  std::vector<Declared> commands;
  const auto add = [&](std::unique_ptr<Command> command) {
    commands.push_back({std::move(command), {}, nullptr});
  };
  add(make_train_command());
  add(make_evaluate_command());
  add(make_predict_command());
  add(make_import_command());
  add(make_inspect_command());
  add(make_export_command());
  add(make_compare_command());
  add(make_lr_find_command());
  add(make_models_command());
  add(make_datasets_command());
  add(make_losses_command());
  add(make_metrics_command());
  add(make_callbacks_command());
  add(make_devices_command());
  add(make_demo_command());
  add(make_sweep_command());
  add(make_doctor_command());
  add(make_completion_command());
  add(make_man_command());
  return commands;
}

void declare(CLI::App& app, Declared& declared) {
  auto& command = *declared.command;
  auto* sub = app.add_subcommand(command.name(), command.summary());
  sub->footer("Examples:\n" + command.examples());
  command.declare(*sub);
  const auto takes_value = [](const Flag& flag) { return flag.kind != Flag::Kind::kSwitch; };
  if (std::ranges::none_of(command.flags().declared(), takes_value)) return;
  declared.config_option =
      sub->add_option("--config", declared.config,
                      "TOML file that sets these flags, - for standard input; what is typed wins")
          ->type_name("FILE")
          ->group("Options")
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

int run_command(Declared& declared) {
  if (declared.config_option != nullptr && declared.config_option->count() > 0) {
    if (declared.config.empty()) throw UsageError("--config is empty: expected FILE");
    const auto& path = declared.config;
    const auto name = path == "-" ? "standard input" : path;
    apply_config(parse_config(read_config(path), name), name, declared.command->flags());
  }
  return declared.command->run();
}

/// Whoever read the result is gone, as `head` is: nothing is left to say, and the code is that of a
/// closed pipe wherever it comes. A training saves first (see interrupt.h).
extern "C" void leave_quietly(int /*signal*/) {
  _exit(static_cast<int>(ExitCode::kTerminated));
}

/// Whatever a program that closed one of them started us with: else the next file to be opened
/// would take its place, and get what is meant for it. Writing to this stdout fails.
void fill_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0)
      (void)::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
}

/// A result that could not be written, to a full disk or a closed stdout, is none.
int after_writing(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  const auto reason = errno != 0 ? std::strerror(errno) : "it was cut short";
  const auto failed =
      fail(kProgram, fmt::format("cannot write to standard output: {}", reason), ExitCode::kFailed);
  return code == 0 ? failed : code;
}

int parse_and_run(CLI::App& app, std::vector<Declared>& commands, int argc, char** argv) {
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  for (auto& declared : commands) {
    if (app.got_subcommand(declared.command->name())) return run_command(declared);
  }
  return fail(kProgram, "no command given; see gradus --help", ExitCode::kUsage);
}

}  // namespace

int run(int argc, char** argv) {
  fill_standard_streams();
  set_command_line(argc, argv);
  std::signal(SIGPIPE, leave_quietly);
  // A file at its limit (ulimit -f) then fails as one on a full disk does, with a message.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app("gradus: deep-learning fundamentals in C++ on LibTorch", kProgram);
  app.set_version_flag("--version",
                       fmt::format("gradus {} (LibTorch {})", GRADUS_VERSION, libtorch_version()));
  app.add_flag("--verbose", verbose, "Show where an unexpected error came from");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  app.fallthrough();
  auto commands = make_commands();
  for (auto& declared : commands) declare(app, declared);
  try {
    return after_writing(parse_and_run(app, commands, argc, argv));
  } catch (...) {
    return fail_with_current_exception(kProgram, verbose);
  }
}

}  // namespace gradus::cli
