/// The flags of logs that are written while a training runs.
#pragma once
#include "flags.h"
#include "gradus/training/trainer.h"
#include "prepared_run.h"

#include <filesystem>

namespace gradus::cli {

void add_log_flags(CLI::App& app, Flags& flags);

/// Refuses, by a `UsageError`, a file that holds something, unless the training goes on
/// (`resumed`), and one file for two logs.
void check_logs(const Flags& flags, bool resumed);

/// Adds the logs that were asked for; to be called when the run folder has its configuration, which
/// TensorBoard is shown as hyper-parameters. Throws `UsageError` for values out of range.
void add_logs(training::Trainer& trainer, const Flags& flags, const PreparedRun& run,
              const std::filesystem::path& folder);

}  // namespace gradus::cli
