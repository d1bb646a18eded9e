/// The multilayer perceptron.
#pragma once
#include "gradus/core/feed_forward.h"
#include "gradus/models/initialization.h"

#include <torch/arg.h>
#include <torch/nn/cloneable.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace gradus::models {

/// What stands between a hidden layer and its activation.
enum class Normalization { kNone, kBatch, kLayer };

/// What the last layer's outputs mean.
enum class Head {
  kLogits,      ///< scores of classes; with one output, of class 1 against class 0
  kRegression,  ///< the predicted numbers themselves
};

std::string to_string(Normalization normalization);
std::string to_string(Head head);

struct MlpOptions {
  MlpOptions(int64_t inputs, int64_t outputs) : inputs_(inputs), outputs_(outputs) {}
  /// Numbers a row, at least 1.
  TORCH_ARG(int64_t, inputs);
  /// Classes or predicted numbers, at least 1.
  TORCH_ARG(int64_t, outputs);
  /// Widths of the hidden layers, each from 1 to 65536; none makes the model linear.
  TORCH_ARG(std::vector<int64_t>, hidden) = { 256, 128 };
  /// A name with options, as `make_activation` takes it.
  TORCH_ARG(std::string, activation) = "relu";
  TORCH_ARG(Initialization, initialization) = Initialization::kPyTorch;
  /// Share of hidden outputs set to 0 in training, in [0, 1).
  TORCH_ARG(double, dropout) = 0;
  TORCH_ARG(Normalization, normalization) = Normalization::kNone;
  /// Intercepts of the linear layers.
  TORCH_ARG(bool, bias) = true;
  /// Decides what `predict` makes of the outputs.
  TORCH_ARG(Head, head) = Head::kLogits;
};

/// Linear, normalization, activation and dropout for each hidden width, then a linear layer. The
/// layers are those of the same `torch.nn.Sequential` in Python, and the same seed gives the same
/// weights bit for bit.
///
///     Mlp model(MlpOptions(784, 10).hidden({256, 128}).dropout(0.2));
///     auto logits = model->forward(images);   // [N, 28, 28] -> [N, 10]
class MlpImpl : public torch::nn::Cloneable<MlpImpl>, public FeedForward {
 public:
  /// Throws `UsageError` for options out of range and unknown activations.
  explicit MlpImpl(MlpOptions options_);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  /// `[N, …]` float, flattened from dimension 1, to `[N, outputs]`. Throws `DataError` when a row
  /// does not hold `inputs` numbers, and for one row alone in training with batch normalization.
  torch::Tensor forward(const torch::Tensor& inputs);
  /// With the regression head the outputs themselves; with logits the probabilities of the classes
  /// `[N, outputs]` (of class 1, `[N, 1]`, where there is one output).
  torch::Tensor predict(const torch::Tensor& inputs);

  std::optional<FeedForwardLayers> feed_forward_layers() const override;

  MlpOptions options;
  torch::nn::Sequential layers{nullptr};

 private:
  void add_hidden_layer(int64_t inputs, int64_t width);
};
TORCH_MODULE(Mlp);

}  // namespace gradus::models
