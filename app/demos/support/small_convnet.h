/// A small convolutional network, for comparison with a fully connected one.
#pragma once
#include <torch/arg.h>
#include <torch/nn/cloneable.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>
#include <ostream>

namespace gradus::demos {

struct SmallConvnetOptions {
  SmallConvnetOptions(int64_t height, int64_t width, int64_t classes)
      : height_(height), width_(width), classes_(classes) {}
  /// Of the pictures, at least 4: they are halved twice.
  TORCH_ARG(int64_t, height);
  TORCH_ARG(int64_t, width);
  /// At least 2.
  TORCH_ARG(int64_t, classes);
  /// Of the first convolution, at least 1; the second has twice as many.
  TORCH_ARG(int64_t, channels) = 8;
};

/// Two 3×3 convolutions, each with ReLU and 2×2 max pooling, then one linear layer. A convolution
/// applies the same few weights at every place, so it needs neighbours to be neighbours.
class SmallConvnetImpl : public torch::nn::Cloneable<SmallConvnetImpl> {
 public:
  /// Throws `UsageError` for options out of range.
  explicit SmallConvnetImpl(const SmallConvnetOptions& options_);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  /// [N, height, width] float to logits [N, classes].
  torch::Tensor forward(const torch::Tensor& images);

  SmallConvnetOptions options;
  torch::nn::Conv2d first{nullptr}, second{nullptr};
  torch::nn::Linear linear{nullptr};
};
TORCH_MODULE(SmallConvnet);

}  // namespace gradus::demos
