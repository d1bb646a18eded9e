/// The driver's arrays as LibTorch's tensors.
#pragma once
#include "peer_work.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <vector>

namespace peers {

/// A copy of `folder`/`name`.bin in the given shape.
template <typename T>
torch::Tensor read_tensor(const std::string& folder, const std::string& name,
                          torch::IntArrayRef shape) {
  auto values = read_array<T>(folder, name);
  const auto flat = torch::from_blob(values.data(), static_cast<int64_t>(values.size()),
                                     c10::CppTypeToScalarType<T>::value);
  return flat.reshape(shape).clone();
}

/// Weights and biases, layer by layer, as `parameters()` of a stack of linear layers lists them.
inline void set_weights(torch::nn::Module& module, const std::vector<float>& weights) {
  const torch::NoGradGuard no_grad;
  const float* next = weights.data();
  for (auto& parameter : module.parameters()) {
    parameter.copy_(torch::from_blob(const_cast<float*>(next), parameter.sizes()));
    next += parameter.numel();
  }
}

}  // namespace peers
