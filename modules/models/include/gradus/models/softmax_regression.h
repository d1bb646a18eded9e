/// Softmax regression: logistic regression for K classes.
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

/// Options of a `SoftmaxRegression`, set as LibTorch's options are:
/// `SoftmaxRegressionOptions(784, 10).bias(false)`.
struct SoftmaxRegressionOptions {
  /// What has no default.
  SoftmaxRegressionOptions(int64_t inputs, int64_t classes) : inputs_(inputs), classes_(classes) {}
  /// Numbers a row, at least 1.
  TORCH_ARG(int64_t, inputs);
  /// At least 2.
  TORCH_ARG(int64_t, classes);
  /// With an intercept for each class.
  TORCH_ARG(bool, bias) = true;
};

/// y = softmax(W x + b). `forward` returns the logits W x + b, which cross-entropy takes; the
/// softmax itself is in `predict`.
///
///     SoftmaxRegression model(SoftmaxRegressionOptions(784, 10));
///     auto logits = model->forward(images);   // [N, 28, 28] -> [N, 10]
class SoftmaxRegressionImpl : public torch::nn::Cloneable<SoftmaxRegressionImpl>,
                              public FeedForward {
 public:
  /// Throws `UsageError` for options out of range.
  explicit SoftmaxRegressionImpl(const SoftmaxRegressionOptions& options_);
  void reset() override;  ///< makes the layer anew, with new weights
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;

  /// `[N, …]` float, flattened from dimension 1, to logits `[N, classes]`. Throws `DataError` when
  /// a row does not hold `inputs` numbers.
  torch::Tensor forward(const torch::Tensor& inputs);
  /// Probabilities `[N, classes]`; rows sum to 1.
  torch::Tensor predict(const torch::Tensor& inputs);

  std::optional<FeedForwardLayers> feed_forward_layers() const override;

  SoftmaxRegressionOptions options;   ///< as given
  torch::nn::Linear linear{nullptr};  ///< W [classes, inputs] and b [classes]
};
/// Holds a `SoftmaxRegressionImpl` by shared pointer, as LibTorch's modules are held; copies share
/// it.
TORCH_MODULE(SoftmaxRegression);

}  // namespace gradus::models
