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
enum class Normalization {
  kNone,   ///< nothing
  kBatch,  ///< `torch::nn::BatchNorm1d`: a training batch needs at least 2 rows
  kLayer,  ///< `torch::nn::LayerNorm` over the layer's width
};

/// What the last layer's outputs mean.
enum class Head {
  kLogits,      ///< scores of classes; with one output, of class 1 against class 0
  kRegression,  ///< the predicted numbers themselves
};

/// `none`, `batch`, `layer`.
std::string to_string(Normalization normalization);
/// `logits`, `regression`.
std::string to_string(Head head);

/// Options of an `Mlp`, set as LibTorch's options are:
/// `MlpOptions(784, 10).hidden({256}).dropout(0.2)`.
struct MlpOptions {
  /// What has no default.
  MlpOptions(int64_t inputs, int64_t outputs) : inputs_(inputs), outputs_(outputs) {}
  /// Numbers a row, at least 1.
  TORCH_ARG(int64_t, inputs);
  /// Classes or predicted numbers, at least 1.
  TORCH_ARG(int64_t, outputs);
  /// Widths of the hidden layers, each from 1 to 65536; none makes the model linear.
  TORCH_ARG(std::vector<int64_t>, hidden) = { 256, 128 };
  /// A name with options, as `make_activation` takes it.
  TORCH_ARG(std::string, activation) = "relu";
  /// Of the weights of all linear layers.
  TORCH_ARG(Initialization, initialization) = Initialization::kPyTorch;
  /// Share of hidden outputs set to 0 in training, in [0, 1).
  TORCH_ARG(double, dropout) = 0;
  /// Before each activation.
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
  void reset() override;  ///< makes the layers anew, with new weights
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;

  /// `[N, …]` float, flattened from dimension 1, to `[N, outputs]`. Throws `DataError` when a row
  /// does not hold `inputs` numbers, and for one row alone in training with batch normalization.
  torch::Tensor forward(const torch::Tensor& inputs);
  /// With the regression head the outputs themselves; with logits the probabilities of the classes
  /// `[N, outputs]` (of class 1, `[N, 1]`, where there is one output).
  torch::Tensor predict(const torch::Tensor& inputs);

  std::optional<FeedForwardLayers> feed_forward_layers() const override;

  MlpOptions options;                     ///< as given
  torch::nn::Sequential layers{nullptr};  ///< in the order of their use

 private:
  void add_hidden_layer(int64_t inputs, int64_t width);
};
/// Holds an `MlpImpl` by shared pointer, as LibTorch's modules are held; copies share it.
TORCH_MODULE(Mlp);

}  // namespace gradus::models
