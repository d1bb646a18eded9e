/// One training from its flags to its run folder.
#pragma once
#include "flags.h"

namespace gradus::cli {

/// Returns the exit code.
int run_training(Flags& flags);

}  // namespace gradus::cli
