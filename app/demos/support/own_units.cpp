#include "own_units.h"

namespace gradus::demos {

Coefficients in_own_units(const torch::nn::Linear& layer,
                          const data::Standardization& standardization) {
  const auto exact = [](const torch::Tensor& tensor) {
    return tensor.detach().to(torch::kCPU, torch::kFloat64);
  };
  const auto tensors = standardization.tensors();
  const auto mean = exact(tensors.at("input_mean")), std = exact(tensors.at("input_std"));
  const auto weight = exact(layer->weight) / std;
  return {weight, exact(layer->bias) - (weight * mean).sum(1)};
}

void set_coefficients(const torch::nn::Linear& layer, const Coefficients& coefficients) {
  const torch::NoGradGuard no_gradient;
  layer->weight.copy_(coefficients.weight);
  layer->bias.copy_(coefficients.bias);
}

}  // namespace gradus::demos
