#include "weighted_sum.h"

#include "precision.h"

#include <torch/nn/modules/linear.h>

#include <optional>

namespace gradus::demos {
namespace {

double by_layer(const std::vector<double>& inputs, const std::vector<double>& weights,
                std::optional<double> bias, torch::Device device) {
  const torch::NoGradGuard no_gradient;
  const auto options = torch::TensorOptions(finest_type(device)).device(device);
  torch::nn::Linear linear(torch::nn::LinearOptions(std::ssize(weights), 1).bias(bias.has_value()));
  linear->to(device, finest_type(device));
  linear->weight.copy_(torch::tensor(weights, options).unsqueeze(0));
  if (bias) linear->bias.fill_(*bias);
  return linear->forward(torch::tensor(inputs, options).unsqueeze(0)).item<double>();
}

}  // namespace

WeightedSum weighted_sum(std::vector<double> inputs, std::vector<double> weights, double bias,
                         torch::Device device) {
  double written = bias;
  for (size_t i = 0; i < inputs.size(); ++i) written += weights.at(i) * inputs[i];
  const double layer = by_layer(inputs, weights, bias, device);
  inputs.push_back(1), weights.push_back(bias);
  return {layer, by_layer(inputs, weights, std::nullopt, device), written};
}

}  // namespace gradus::demos
