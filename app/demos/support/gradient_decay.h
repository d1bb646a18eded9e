/// How much of the gradient is left in the first layer of a deep network before any training.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/models/initialization.h"
#include "gradus/report/panel.h"
#include "stage.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct DecayOptions {
  int64_t max_depth = 10;  ///< hidden layers, at least 3
  int64_t width = 32;      ///< of each of them
  int64_t seeds = 10;
  models::Initialization initialization = models::Initialization::kXavier;
};

struct GradientDecay {
  std::string activation;
  /// log₁₀ of (first layer's gradient / last layer's), each the root mean square over its weights;
  /// [depth - 1][seed].
  std::vector<std::vector<double>> log_ratios = {};
  std::vector<double> slopes = {};  ///< of log_ratios over depth, one a seed
};

/// Cross-entropy's gradients on all examples at once, for depths 1 to `max_depth`, in float64 on
/// the CPU. Seeds with a network that has no gradient at all (every ReLU off) are left out. Throws
/// `RunError` when no seed is left.
std::vector<GradientDecay> measure_decay(const std::vector<std::string>& activations,
                                         const DecayOptions& options, const data::Dataset& examples,
                                         const Setup& setup);

/// Slopes with their intervals, and what is left at the greatest depth.
void show_decay(Stage& stage, const std::vector<GradientDecay>& decays);

/// log₁₀ of the ratio over depth, with bands over seeds.
report::Panels decay_picture(const std::vector<GradientDecay>& decays);

}  // namespace gradus::demos
