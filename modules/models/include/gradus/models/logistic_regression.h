/// Logistic regression: the perceptron with a smooth output.
#pragma once
#include "gradus/core/feed_forward.h"

#include <torch/arg.h>
#include <torch/nn/cloneable.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>
#include <ostream>

namespace gradus::models {

/// Options of a `LogisticRegression`, set as LibTorch's options are:
/// `LogisticRegressionOptions(4).bias(false)`.
struct LogisticRegressionOptions {
  /// Implicit, so that `LogisticRegression model(4)` is enough.
  /* implicit */ LogisticRegressionOptions(int64_t inputs) : inputs_(inputs) {}
  /// Numbers a row, at least 1.
  TORCH_ARG(int64_t, inputs);
  /// With an intercept.
  TORCH_ARG(bool, bias) = true;
};

/// y = sigmoid(w · x + b) for two classes. `forward` returns the logit w · x + b, which binary
/// cross-entropy takes; the sigmoid itself is in `predict`.
///
///     LogisticRegression model(4);
///     auto logits = model->forward(rows);   // [N, 4] -> [N, 1]
class LogisticRegressionImpl : public torch::nn::Cloneable<LogisticRegressionImpl>,
                               public FeedForward {
 public:
  /// Throws `UsageError` for options out of range.
  explicit LogisticRegressionImpl(const LogisticRegressionOptions& options_);
  void reset() override;  ///< makes the layer anew, with new weights
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;

  /// `[N, …]` float, flattened from dimension 1, to logits `[N, 1]`. Throws `DataError` when a row
  /// does not hold `inputs` numbers.
  torch::Tensor forward(const torch::Tensor& inputs);
  /// Probability of class 1, `[N, 1]`.
  torch::Tensor predict(const torch::Tensor& inputs);

  std::optional<FeedForwardLayers> feed_forward_layers() const override;

  LogisticRegressionOptions options;  ///< as given
  torch::nn::Linear linear{nullptr};  ///< w [1, inputs] and b [1]
};
/// Holds a `LogisticRegressionImpl` by shared pointer, as LibTorch's modules are held; copies share
/// it.
TORCH_MODULE(LogisticRegression);

}  // namespace gradus::models
