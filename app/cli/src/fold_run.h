/// `gradus train --folds K`: how well a model does on examples that it has not seen, by every
/// example in turn.
#pragma once
#include "flags.h"

namespace gradus::cli {

void add_fold_flags(CLI::App& app, Flags& flags);

/// Trains K models and keeps what they scored in a run folder. Returns the exit code.
int run_folds(const Flags& flags);

}  // namespace gradus::cli
