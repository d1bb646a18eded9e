/// Σ Wᵢ xᵢ + b, computed in three ways that should agree.
#pragma once
#include <torch/types.h>

#include <vector>

namespace gradus::demos {

struct WeightedSum {
  double layer;      ///< by LibTorch's linear layer with a bias
  double intercept;  ///< by one without, whose last input is always 1 and has b as its weight
  double written;    ///< term by term in plain C++
};

/// As many weights as inputs.
WeightedSum weighted_sum(std::vector<double> inputs, std::vector<double> weights, double bias,
                         torch::Device device);

}  // namespace gradus::demos
