/// When checkpoints are saved, and going on from one.
#pragma once
#include "flags.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/training/model_checkpoint.h"

#include <optional>
#include <string>

namespace gradus::cli {

void add_checkpoint_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError`.
training::ModelCheckpointOptions read_checkpoint_flags(const Flags& flags);

/// A run that a training goes on in; locked.
struct Resumption {
  checkpoint::RunFolder folder;
  /// Nothing where the run was killed before its first checkpoint: it begins again.
  std::optional<checkpoint::SavedModel> saved;
  std::string name;  ///< of that checkpoint; newer ones go when the training does go on from it
};

/// For `--resume RUN` or `--resume RUN/checkpoints/NAME`; nothing without it. Sets `flags` as the
/// run's configuration says. Throws `UsageError` for typed flags that would make another training
/// of it, `CheckpointError` for a run that cannot go on, `RunError` for one that another process is
/// writing.
std::optional<Resumption> read_resumption(Flags& flags);

}  // namespace gradus::cli
