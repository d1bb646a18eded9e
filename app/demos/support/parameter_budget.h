/// Networks of different depths with the same number of parameters.
#pragma once
#include <cstdint>
#include <vector>

namespace gradus::demos {

/// Weights and biases of a multilayer perceptron with these widths.
int64_t count_parameters(int64_t inputs, const std::vector<int64_t>& hidden, int64_t outputs);

/// Widths of `layers` (at least 1) hidden layers with which a network comes nearest to `parameters`
/// weights and biases: all equal, or the last few wider by one neuron. Throws `UsageError` where
/// even one neuron a layer is too many, and where the nearest is off by `tolerance` or more.
std::vector<int64_t> widths_for_parameters(int64_t inputs, int64_t outputs, int64_t layers,
                                           int64_t parameters, double tolerance = 0.02);

}  // namespace gradus::demos
