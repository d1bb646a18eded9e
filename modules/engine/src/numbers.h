/// Inputs in the type that a model computes in.
#pragma once
#include <torch/nn/module.h>

namespace gradus::engine {

/// The dtype of all of a model's parameters; float32 for a model without, Undefined where they have
/// several.
torch::ScalarType number_type(const torch::nn::Module& model);

/// uint8 as x / 255 and floating numbers in `type`; everything else, and numbers where `type` is
/// Undefined, as they are.
torch::Tensor as_numbers(const torch::Tensor& values, torch::ScalarType type);

}  // namespace gradus::engine
