/// Layers of a FeedForward model computed one by one by LibTorch, in evaluation mode.
#pragma once
#include "gradus/core/feed_forward.h"
#include "gradus/training/layer_figures.h"

#include <string>
#include <vector>

namespace gradus::training {

/// [N, inputs] to [N, outputs].
torch::Tensor layer_output(const Layer& layer, const torch::Tensor& inputs);

/// "linear", "relu", "batch normalization", …
std::string layer_kind_name(const Layer& layer);
LayerFigures::Kind layer_kind(const Layer& layer);
std::vector<torch::Tensor> layer_parameters(const Layer& layer);

/// Whether it is an activation with a slope to speak of: not the identity, nor a sign or a step,
/// which are flat everywhere.
bool has_slope(const Layer& layer);
/// |slope| at each input as a share of the steepest, [N, units].
torch::Tensor relative_slope(const Layer& layer, const torch::Tensor& inputs);

}  // namespace gradus::training
