/// The perceptron: one neuron with a hard step.
#pragma once
#include "gradus/core/feed_forward.h"

#include <torch/arg.h>
#include <torch/nn/cloneable.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>
#include <ostream>
#include <string>

namespace gradus::models {

/// The ways in which a perceptron is written. They differ where w · x + b is exactly 0: the gate
/// form says 1 there, the others 0.
enum class PerceptronForm {
  kBias,       ///< 0 if w · x + b ≤ 0, else 1
  kThreshold,  ///< 0 if w · x ≤ threshold, else 1, with threshold = -b
  kGate,       ///< 0 if w · x + b < 0, else 1
  kSign,       ///< int((sign(w · x + b) + 1) / 2)
};

/// `bias`, `threshold`, `gate`, `sign`.
std::string to_string(PerceptronForm form);

/// What `forward` returns.
enum class PerceptronOutput {
  kStep,   ///< the class, 0 or 1: no gradient can pass
  kScore,  ///< w · x + b, for a loss that trains the weights
};

/// `step`, `score`.
std::string to_string(PerceptronOutput output);

/// Options of a `Perceptron`, set as LibTorch's options are:
/// `PerceptronOptions(2).form(PerceptronForm::kGate)`.
struct PerceptronOptions {
  /// Implicit, so that `Perceptron model(2)` is enough.
  /* implicit */ PerceptronOptions(int64_t inputs) : inputs_(inputs) {}
  /// Numbers a row, at least 1.
  TORCH_ARG(int64_t, inputs);
  /// Decides the class where w · x + b is exactly 0.
  TORCH_ARG(PerceptronForm, form) = PerceptronForm::kBias;
  /// A class cannot be trained through: `kScore` for training by gradients.
  TORCH_ARG(PerceptronOutput, output) = PerceptronOutput::kStep;
};

/// One neuron. Its weights start as those of `torch.nn.Linear(inputs, 1)`; `learn` in
/// perceptron_rule.h trains them, gates.h sets them by hand.
///
///     Perceptron model(2);
///     auto classes = model->forward(rows);   // [N, 2] -> [N, 1] of 0 and 1
class PerceptronImpl : public torch::nn::Cloneable<PerceptronImpl>, public FeedForward {
 public:
  /// Throws `UsageError` for options out of range.
  explicit PerceptronImpl(const PerceptronOptions& options_);
  void reset() override;  ///< makes the layer anew, with new weights
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;

  /// `[N, …]` float, flattened from dimension 1, to `[N, 1]`: `score` or `predict`, as the options
  /// say. Throws `DataError` when a row does not hold `inputs` numbers.
  torch::Tensor forward(const torch::Tensor& inputs);
  /// w · x + b, `[N, 1]`.
  torch::Tensor score(const torch::Tensor& inputs);
  /// The class 0 or 1 as the form decides, `[N, 1]` of the inputs' type, without gradient.
  torch::Tensor predict(const torch::Tensor& inputs);

  std::optional<FeedForwardLayers> feed_forward_layers() const override;

  PerceptronOptions options;          ///< as given
  torch::nn::Linear linear{nullptr};  ///< w [1, inputs] and b [1]

 private:
  torch::Tensor weighted_sum(const torch::Tensor& inputs);
};
/// Holds a `PerceptronImpl` by shared pointer, as LibTorch's modules are held; copies share it.
TORCH_MODULE(Perceptron);

}  // namespace gradus::models
