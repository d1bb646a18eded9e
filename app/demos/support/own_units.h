/// A linear layer that was trained on standardized inputs, written for the inputs' own units.
#pragma once
#include "gradus/data/standardization.h"

#include <torch/nn/modules/linear.h>

namespace gradus::demos {

/// W x + b in float64 on the CPU.
struct Coefficients {
  torch::Tensor weight, bias;  ///< [outputs, inputs], [outputs]
};

/// With x' = (x - mean) / std: W x' + b = (W / std) x + (b - W (mean / std)).
Coefficients in_own_units(const torch::nn::Linear& layer,
                          const data::Standardization& standardization);

/// Sets the weights of `layer`, rounded to its own type.
void set_coefficients(const torch::nn::Linear& layer, const Coefficients& coefficients);

}  // namespace gradus::demos
