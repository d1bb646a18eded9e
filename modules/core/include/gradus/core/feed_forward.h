/// What a stack of layers computes, said in a way that an engine can run without knowing the model.
#pragma once
#include "gradus/core/activation_kind.h"

#include <torch/types.h>

#include <optional>
#include <variant>
#include <vector>

namespace gradus {

/// y = x Wᵀ + b.
struct LinearLayer {
  torch::Tensor weight;  ///< [outputs, inputs]
  torch::Tensor bias;    ///< [outputs]; undefined without one
};

/// x above 0, slope x below.
struct PReLULayer {
  torch::Tensor slope;  ///< [1], learned
};

/// In training, zeros a share of the values and divides the rest by what is left.
struct DropoutLayer {
  double probability = 0;  ///< of a zero, 0 to below 1
};

/// (x - mean) / sqrt(variance + epsilon) weight + bias, over the batch's rows in training and by
/// the running figures in evaluation; Ioffe and Szegedy, 2015.
struct BatchNormLayer {
  torch::Tensor weight;            ///< [features]
  torch::Tensor bias;              ///< [features]
  torch::Tensor running_mean;      ///< [features]
  torch::Tensor running_variance;  ///< [features]
  torch::Tensor batches_tracked;   ///< scalar int64: training batches seen
  double epsilon = 1e-5;           ///< added to the variance
  double momentum = 0.1;           ///< share of a batch's figures in the running ones
};

/// The same over each row's features; Ba, Kiros and Hinton, 2016.
struct LayerNormLayer {
  torch::Tensor weight;   ///< [features]
  torch::Tensor bias;     ///< [features]
  double epsilon = 1e-5;  ///< added to the variance
};

/// Any of them.
using Layer = std::variant<LinearLayer, ActivationLayer, PReLULayer, DropoutLayer, BatchNormLayer,
                           LayerNormLayer>;

/// Layers in the order of their use. The tensors are the module's own, not copies.
using FeedForwardLayers = std::vector<Layer>;

/// A module that can say that its `forward` is a plain stack of such layers on the inputs,
/// flattened from dimension 1. Deriving from it beside `torch::nn::Module` is all that the fused
/// engine asks of a user's model.
class FeedForward {
 public:
  virtual ~FeedForward() = default;
  /// Nothing where `forward` does something else with these options. A class that overrides
  /// `forward` must override this too.
  virtual std::optional<FeedForwardLayers> feed_forward_layers() const = 0;
};

}  // namespace gradus
