// A model of one's own, in one file: the module, its holder, and one line that registers it.
// Every gradus command then knows it: `own_model train --data iris --model residual:width=32`.
#include "gradus/models/registry.h"

#include <torch/nn/modules/linear.h>

namespace {

/// x ↦ W₂(h + relu(W₁ h)), h = W₀ x: a hidden layer that learns what to add.
class ResidualNetImpl : public torch::nn::Module {
 public:
  ResidualNetImpl(gradus::models::ModelShape shape, int64_t width) {
    first = register_module("first", torch::nn::Linear(shape.in_features, width));
    hidden = register_module("hidden", torch::nn::Linear(width, width));
    last = register_module("last", torch::nn::Linear(width, shape.out_features));
  }

  /// [N, …] to logits [N, out_features].
  torch::Tensor forward(const torch::Tensor& inputs) {
    const auto h = first->forward(inputs.flatten(1));
    return last->forward(h + hidden->forward(h).relu());
  }

  torch::nn::Linear first{nullptr}, hidden{nullptr}, last{nullptr};
};
TORCH_MODULE(ResidualNet);

torch::nn::AnyModule make_residual(gradus::models::ModelShape shape,
                                   const gradus::Settings& settings) {
  const auto width = settings.integer("width", 64, {1, 4096}, "width of the hidden layer");
  return torch::nn::AnyModule(ResidualNet(shape, width));
}

GRADUS_REGISTER_MODEL("residual", make_residual,
                      {.summary = "one hidden layer that learns what to add",
                       .loss = {},
                       .optimizer = "adam",
                       .learning_rate = 1e-3});

}  // namespace
