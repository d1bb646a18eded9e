/// Rosenblatt's learning rule (1958), which needs no gradient.
#pragma once
#include "gradus/models/perceptron.h"

#include <torch/arg.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace gradus::models {

/// One change of the weights.
struct PerceptronUpdate {
  int64_t epoch;                ///< pass over the data, from 1
  int64_t example;              ///< row that the model got wrong, from 0
  std::vector<double> weights;  ///< W = (b, w₁, w₂, …) after it, as `make_gate` takes them
};

/// Options of the rule, set as LibTorch's options are:
/// `PerceptronRuleOptions().max_epochs(100)`.
struct PerceptronRuleOptions {
  /// Passes over the data before giving up, at least 1: data that no line separates is never done.
  TORCH_ARG(int64_t, max_epochs) = 1000;
  /// Above 0.
  TORCH_ARG(double, learning_rate) = 1;
  /// Called after each change.
  TORCH_ARG(std::function<void(const PerceptronUpdate&)>, on_update);
};

/// What the rule came to.
struct PerceptronRuleResult {
  bool converged;   ///< the last pass found no error
  int64_t updates;  ///< changes of the weights, one for each error met
  int64_t epochs;   ///< passes over the data, the last one without errors included
};

/// Shows `model` the rows in their order; at each that it gets wrong, adds
/// learning_rate (target - output) x to w and learning_rate (target - output) to b. Ends after a
/// pass without errors, which comes if the classes are separable by a line, after at most (R/γ)²
/// updates from zero weights (Novikoff, 1962; novikoff.h computes the bound from any weights).
///
/// `inputs` `[N, …]` of any number type, `targets` `[N]` of 0 and 1; both on any device. The sums
/// are taken on the CPU in float64, and the weights then go back to the model's own type. Throws
/// `DataError` for other shapes and targets, `UsageError` for options out of range.
PerceptronRuleResult apply_perceptron_rule(const Perceptron& model, const torch::Tensor& inputs,
                                           const torch::Tensor& targets,
                                           const PerceptronRuleOptions& options = {});

}  // namespace gradus::models
