/// The learning-rate range test: which rate to begin with.
#pragma once
#include "gradus/training/trainer.h"

#include <optional>
#include <string>
#include <vector>

namespace gradus::training {

/// The rates that are tried.
struct RateFinderOptions {
  double from = 1e-7,   ///< rate of the first step; above 0
      to = 10;          ///< rate of the last step; above `from`
  int64_t steps = 100;  ///< at least 20
  /// Share of the mean of losses that a step leaves as it is; 0 to below 1.
  double smoothing = 0.9;
  /// The sweep ends where the smoothed loss exceeds its lowest so often; above 1.
  double stop_ratio = 4;
};

/// What was measured, a value a step, and what follows from it.
struct RateSweep {
  std::vector<double> rates,     ///< of the first group, rising
      losses;                    ///< of the steps' batches
  std::vector<double> smoothed;  ///< means of the losses so far, the latest weighing most
  double lowest_rate = 0;        ///< where the smoothed loss was lowest
  double lowest_loss = 0;        ///< that loss
  /// Where the smoothed loss fell fastest against the rate's logarithm; nothing where it did not.
  std::optional<double> steepest_rate;
  /// The rate to begin with: `steepest_rate`, but at most a tenth of `lowest_rate`, since the loss
  /// is lowest shortly before training becomes unstable.
  std::optional<double> suggestion;
  std::string end;  ///< why the sweep ended before its last rate; empty where it did not
};

/// Trains `model` for a few steps while the rate grows exponentially, and puts everything back
/// afterwards: weights, buffers and LibTorch's generators (the model stays on the device and in the
/// type of `options`). Of several groups the first has the sweep's rate, the others theirs in
/// proportion. Smith, "Cyclical learning rates for training neural networks" (2017); the tenth is
/// Howard and Gugger's rule of thumb (fastai). The first tenth of the steps, where the mean is of
/// few losses, is not considered, nor for the steepest place what comes before a tenth of the whole
/// fall.
///
/// Throws `UsageError` for options out of range, what `Trainer::fit` throws except `DivergedError`
/// (there the sweep ends), and `RunError` where fewer than a quarter of the steps have a finite
/// loss.
RateSweep find_learning_rate(torch::nn::AnyModule model, const OptimizerSpec& optimizer,
                             const Loss& loss, TrainerOptions options, const data::Dataset& train,
                             const RateFinderOptions& finder = {});

/// Sets what follows from `rates` and `smoothed`, of at least 5 steps: the lowest and the steepest
/// place and the suggestion.
void judge_sweep(RateSweep& sweep);

}  // namespace gradus::training
