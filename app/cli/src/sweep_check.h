/// What can be told to be wrong with a sweep before its first training.
#pragma once
#include "sweep_options.h"

namespace gradus::cli {

/// Reads each value to be varied, and the metric, as `train` does; throws what that throws.
void check_sweep(const SweepOptions& options, const std::vector<Flag>& train_flags);

}  // namespace gradus::cli
