/// The layers of LibTorch's and our own modules as an engine wants to hear them.
#pragma once
#include "gradus/core/feed_forward.h"

#include <torch/nn/modules/container/sequential.h>

namespace gradus::models {

/// Nothing where one of the modules is none of these: Linear, BatchNorm1d (affine, with running
/// statistics and a momentum), LayerNorm over one dimension (affine), Dropout, Identity, Flatten
/// from dimension 1 at the start, and the activations of activation.h (a PReLU with one slope).
std::optional<FeedForwardLayers> describe_layers(const torch::nn::SequentialImpl& modules);

}  // namespace gradus::models
