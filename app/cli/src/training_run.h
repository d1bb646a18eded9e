/// The main job, from data to run folder.
#pragma once
#include "train_request.h"

namespace gradus::cli {

/// Loads, trains, evaluates on the test part, saves and reports. Returns the exit code: 130 or 143
/// when a signal ended the training early (what was reached is saved).
int run_training(const TrainRequest& request);

}  // namespace gradus::cli
