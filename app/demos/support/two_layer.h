/// The network on which back-propagation is written out: two layers in plain tensors.
#pragma once
#include "demo.h"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::demos {

/// y = W₂ f(W₁ x + b₁) + b₂.
struct TwoLayerNetwork {
  std::string activation;
  torch::Tensor w1, b1, w2, b2;  ///< [H, D], [H], [K, H], [K]
};

/// y = w₂ f(w₁ x), its biases 0, on the CPU: all that it can be lies on one surface.
TwoLayerNetwork two_weight_network(const std::string& activation, double w1, double w2);

/// f′(z), given z and f(z), by formulas written by hand. Throws `std::out_of_range` for a name that
/// is not in `slope_names`.
torch::Tensor slope_by_hand(const std::string& activation, const torch::Tensor& z,
                            const torch::Tensor& f_of_z);
std::vector<std::string> slope_names();

/// A network with a batch of inputs [N, D] and targets [N, K].
struct Problem {
  TwoLayerNetwork network;
  torch::Tensor x, targets;
};

struct ProblemSize {
  int64_t inputs, hidden, outputs, examples;
};

/// All numbers from N(0, 1) by `seed`, in float64 on the setup's device (on the CPU for MPS, which
/// has no float64); the parameters ask for gradients.
Problem draw_problem(const std::string& activation, const ProblemSize& size, const Setup& setup,
                     uint64_t seed);

}  // namespace gradus::demos
