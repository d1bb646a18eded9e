/// A sub-command of gradus.
#pragma once
#include "flags.h"

#include <memory>
#include <string>
#include <vector>

namespace gradus::cli {

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;
  /// Lines of examples for the end of `--help`.
  virtual std::string examples() const = 0;
  virtual void declare(CLI::App& app) = 0;
  /// Returns the exit code; throws `Error` for a failure.
  virtual int run() = 0;
  /// Those that `--config` sets.
  virtual Flags& flags() { return flags_; }

 protected:
  /// All flags of the command are declared here, so that `--config` and the shells' completion know
  /// them.
  Flags flags_;
};

std::unique_ptr<Command> make_train_command();
std::unique_ptr<Command> make_evaluate_command();
std::unique_ptr<Command> make_predict_command();
std::unique_ptr<Command> make_import_command();
std::unique_ptr<Command> make_inspect_command();
std::unique_ptr<Command> make_export_command();
std::unique_ptr<Command> make_compare_command();
std::unique_ptr<Command> make_lr_find_command();
std::unique_ptr<Command> make_models_command();
std::unique_ptr<Command> make_datasets_command();
std::unique_ptr<Command> make_losses_command();
std::unique_ptr<Command> make_metrics_command();
std::unique_ptr<Command> make_callbacks_command();
std::unique_ptr<Command> make_devices_command();
std::unique_ptr<Command> make_demo_command();
std::unique_ptr<Command> make_sweep_command();
std::unique_ptr<Command> make_doctor_command();
std::unique_ptr<Command> make_completion_command();
std::unique_ptr<Command> make_man_command();

/// The words after the program's name, kept for the run folder; set once by `run`.
void set_command_line(int argc, char** argv);
/// Quoted so that a shell takes it back.
std::string command_line();

}  // namespace gradus::cli
