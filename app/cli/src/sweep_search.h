/// Which trials a sweep makes, in which order.
#pragma once
#include "sweep_space.h"
#include "sweep_trial.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

/// Of successive halving: a rung's trials train for so many epochs, and the best 1/eta of them go
/// on to the next rung. Source: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and
/// Hyperparameter Optimization, 2016.
struct Rungs {
  size_t count = 1;
  size_t eta = 3;
  int64_t epochs = 0;  ///< of the last rung

  /// Epochs of rung `rung`: a factor eta less for each that follows; at least 1.
  int64_t epochs_of(size_t rung) const;
  /// How many of so many trials go on to the next rung: at least 1.
  size_t promoted(size_t trials) const;
};

/// As many rungs as there are until one trial is left, but none of less than one epoch.
size_t default_rungs(size_t trials, size_t eta, int64_t epochs);

/// Runs some trials and tells their results, those of an earlier sweep included; nothing when it
/// was interrupted.
using RunTrials = std::function<std::optional<std::vector<Trial>>(const std::vector<Trial>&)>;
/// Sorts the best first, those that failed last.
using Rank = std::function<void(std::vector<Trial>&)>;

/// Each point once. False when interrupted.
bool search_all(const std::vector<Point>& points, const RunTrials& run);
bool search_by_halving(const std::vector<Point>& points, const Rungs& rungs, const RunTrials& run,
                       const Rank& rank);

}  // namespace gradus::cli
