/// Trainings as processes beside each other.
#pragma once
#include "gradus/training/monitor.h"
#include "sweep_trial.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace gradus::cli {

struct PoolOptions {
  std::vector<std::string> command;  ///< program, "train" and what all trials share
  std::vector<Flag> flags;           ///< train's, to turn a point into arguments
  std::filesystem::path folder;      ///< the sweep's
  int64_t jobs = 1;
  /// Whether a trial with a run goes on in it, instead of starting again.
  bool resume = true;
  training::Monitor monitor{"validation_loss"};
};

/// Runs the trials, `jobs` at once, and hands each that ended to `ended`, in the order in which
/// they end. A training that fails is one with a reason. False when an interruption (see
/// interrupt.h) came first: running trials were told to stop and do not count.
bool run_trials(const PoolOptions& options, const std::vector<Trial>& trials,
                const std::function<void(const Trial&)>& ended);

}  // namespace gradus::cli
