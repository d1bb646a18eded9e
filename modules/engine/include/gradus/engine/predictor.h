/// A trained model's outputs, as fast as they can be had.
#pragma once
#include <torch/nn/modules/container/any.h>

#include <memory>

namespace gradus::engine {

/// Outputs in evaluation mode, without autograd. Where the model is a `FeedForward` on the CPU
/// whose layers the fused engine knows, they are computed over memory that is taken once; elsewhere
/// by the model's own `forward`.
///
/// The model's weights may change between calls. One call at a time.
class Predictor {
 public:
  /// Puts the model into evaluation mode. `threads`, 0 to 1024: 0 for as many as pay. Throws
  /// `UsageError` beyond.
  explicit Predictor(torch::nn::AnyModule model, int64_t threads = 0);
  ~Predictor();
  Predictor(Predictor&&) noexcept;  ///< the other one must not be called any more

  /// Outputs [N, K] of inputs [N, …], on the model's device; uint8 inputs are taken as x / 255.
  /// Throws `DataError` where they do not fit the model.
  torch::Tensor operator()(const torch::Tensor& inputs);

  /// Why it is the model's own `forward`; empty if it is not.
  const std::string& reason() const { return reason_; }

 private:
  class Layers;
  template <typename T>
  class LayersOf;

  torch::nn::AnyModule model_;
  std::string reason_;
  std::unique_ptr<Layers> layers_;
};

}  // namespace gradus::engine
