/// Step and sign: the first neurons' activations. Their gradient is 0 wherever it exists, so that
/// layers before them learn nothing (LibTorch gives no error), unless they are trained through.
#pragma once
#include <torch/arg.h>
#include <torch/nn/cloneable.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>
#include <ostream>

namespace gradus::models {

/// Options of a `Step`, set as LibTorch's options are: `StepOptions().tie(1)`.
struct StepOptions {
  /// The value at exactly 0: 0 in the threshold and the bias form of a perceptron, 1 in the gate
  /// form.
  TORCH_ARG(int64_t, tie) = 0;
  /// Pass the gradient where |x| ≤ 1 as if the step were the identity (the straight-through
  /// estimator of Bengio et al., 2013, with the cut of Hubara et al., 2016).
  TORCH_ARG(bool, straight_through) = false;
};

/// 1 above 0, 0 below.
class StepImpl : public torch::nn::Cloneable<StepImpl> {
 public:
  /// Throws `UsageError` for a tie other than 0 and 1.
  explicit StepImpl(const StepOptions& options_ = {});
  void reset() override {}  ///< nothing: it learns nothing
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;
  /// Floats of any shape to the same shape and type.
  torch::Tensor forward(const torch::Tensor& inputs);

  StepOptions options;  ///< as given
};
/// Holds a `StepImpl` by shared pointer, as LibTorch's modules are held; copies share it.
TORCH_MODULE(Step);

/// Options of a `Sign`.
struct SignOptions {
  /// As in `StepOptions`.
  TORCH_ARG(bool, straight_through) = false;
};

/// 1 above 0, -1 below, 0 at 0.
class SignImpl : public torch::nn::Cloneable<SignImpl> {
 public:
  /// All options are allowed.
  explicit SignImpl(const SignOptions& options_ = {}) : options(options_) {}
  void reset() override {}  ///< nothing: it learns nothing
  /// Name and options on one line, without a line feed.
  void pretty_print(std::ostream& stream) const override;
  /// Floats of any shape to the same shape and type.
  torch::Tensor forward(const torch::Tensor& inputs);

  SignOptions options;  ///< as given
};
/// Holds a `SignImpl` by shared pointer, as LibTorch's modules are held; copies share it.
TORCH_MODULE(Sign);

}  // namespace gradus::models
