/// What one weight of a network does to its output.
#pragma once
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"

#include <optional>
#include <vector>

namespace gradus::demos {

/// A weight by its linear layer, unit and input, each from 1.
struct WeightPlace {
  int64_t layer, unit, input;
};

/// Throws `std::out_of_range` for a weight that the network does not have.
torch::Tensor weight_at(models::Mlp& model, WeightPlace place);

/// The outputs [values, inputs] of a network with one output while the weight takes each of
/// `values`; on the CPU.
torch::Tensor outputs_over(models::Mlp& model, WeightPlace place, const std::vector<double>& values,
                           const torch::Tensor& inputs);

struct WeightSweep {
  /// The largest change of the output, over all inputs, for steps of Δw, Δw/2, Δw/4 …
  std::vector<double> jumps;
  /// Changes for steps of Δw: those of exactly 1 in size, and those that are neither 0 nor 1.
  int64_t flips = 0, partial = 0;
  std::vector<double> shown = {};  ///< the outputs for one input, a value of the weight each
};

/// Reads outputs [values, inputs] with `finest` values to a step of Δw, a power of 2. `shown` is
/// the number of the input whose outputs are kept.
WeightSweep read_sweep(const torch::Tensor& outputs, int64_t finest, int64_t shown);

/// Those of all sweeps for the k-th Δw, in order of size.
std::vector<double> largest_jumps(const std::vector<WeightSweep>& sweeps, size_t k);

/// The smallest and largest factor by which a halving of Δw multiplies the largest jump, over all
/// sweeps with one; none where no output moves.
std::optional<report::Span> halving_factors(const std::vector<WeightSweep>& sweeps);

/// The median of the largest jumps over Δw, with a band from the least to the most, for a
/// logarithmic axis: sweeps without any jump are left out.
report::Curve jump_curve(const std::vector<WeightSweep>& sweeps, const std::vector<double>& deltas);

/// At most 150 points of y over x.
report::Curve thinned(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace gradus::demos
