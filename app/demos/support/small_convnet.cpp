#include "small_convnet.h"

#include "gradus/core/error.h"

namespace gradus::demos {
namespace {

constexpr int64_t kKernel = 3, kPooling = 2;

torch::nn::Conv2d convolution(int64_t inputs, int64_t outputs) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, outputs, kKernel).padding(kKernel / 2));
}

torch::Tensor pooled(const torch::Tensor& maps) {
  return torch::max_pool2d(maps.relu(), kPooling);
}

}  // namespace

SmallConvnetImpl::SmallConvnetImpl(const SmallConvnetOptions& options_) : options(options_) {
  constexpr int64_t kSmallest = kPooling * kPooling;
  if (options.height() < kSmallest || options.width() < kSmallest) {
    throw UsageError("pictures of {}×{} pixels: expected at least {}×{}", options.height(),
                     options.width(), kSmallest, kSmallest);
  }
  if (options.classes() < 2) throw UsageError("{} classes: expected at least 2", options.classes());
  if (options.channels() < 1) {
    throw UsageError("{} channels: expected at least 1", options.channels());
  }
  reset();
}

void SmallConvnetImpl::reset() {
  const int64_t places =
      (options.height() / kPooling / kPooling) * (options.width() / kPooling / kPooling);
  first = register_module("first", convolution(1, options.channels()));
  second = register_module("second", convolution(options.channels(), 2 * options.channels()));
  linear = register_module("linear",
                           torch::nn::Linear(2 * options.channels() * places, options.classes()));
}

void SmallConvnetImpl::pretty_print(std::ostream& stream) const {
  stream << fmt::format("gradus::demos::SmallConvnet(height={}, width={}, classes={}, channels={})",
                        options.height(), options.width(), options.classes(), options.channels());
}

torch::Tensor SmallConvnetImpl::forward(const torch::Tensor& images) {
  const auto maps = pooled(first->forward(images.unsqueeze(1)));
  return linear->forward(pooled(second->forward(maps)).flatten(1));
}

}  // namespace gradus::demos
