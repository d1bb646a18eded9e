#include "gradus/core/error.h"
#include "gradus/data/image.h"

#include <ATen/ops/_upsample_bilinear2d_aa.h>
#include <ATen/ops/constant_pad_nd.h>

#include <algorithm>
#include <cmath>

namespace gradus::data {
namespace {

torch::Tensor resize(const torch::Tensor& image, ImageSize size) {
  if (image.size(1) == size.height && image.size(2) == size.width) return image;
  // Channels as a batch: of three together to 1 × 1, LibTorch 2.13 fails in its own assertion.
  return at::_upsample_bilinear2d_aa(image.unsqueeze(1), {size.height, size.width},
                                     /*align_corners=*/false)
      .squeeze(1);
}

/// Both sides times `scale`, to whole pixels.
torch::Tensor scaled(const torch::Tensor& image, double scale) {
  const auto side = [scale](int64_t length) {
    return std::max<int64_t>(1, std::llround(static_cast<double>(length) * scale));
  };
  return resize(image, ImageSize{side(image.size(1)), side(image.size(2))});
}

torch::Tensor crop(const torch::Tensor& image, ImageSize size) {
  const auto top = (image.size(1) - size.height) / 2;
  const auto left = (image.size(2) - size.width) / 2;
  return image.narrow(1, top, size.height).narrow(2, left, size.width);
}

/// A thin picture would grow without bounds before its middle is cut out.
void check_growth(const torch::Tensor& image, double scale, ImageSize size) {
  constexpr double kMostPixels = 1 << 26, kMostOfResult = 64;
  const double pixels =
      static_cast<double>(image.size(1)) * scale * static_cast<double>(image.size(2)) * scale;
  const double wanted = static_cast<double>(size.height) * static_cast<double>(size.width);
  if (pixels <= std::max(kMostPixels, kMostOfResult * wanted)) return;
  throw DataError("{} × {} pixels (height × width) are too thin to be cut to {} × {}",
                  image.size(1), image.size(2), size.height, size.width);
}

torch::Tensor pad(const torch::Tensor& image, ImageSize size) {
  const auto rows = size.height - image.size(1), columns = size.width - image.size(2);
  return at::constant_pad_nd(image, {columns / 2, columns - columns / 2, rows / 2, rows - rows / 2},
                             0);
}

}  // namespace

torch::Tensor as_grey(const torch::Tensor& image) {
  if (image.size(0) < 3) return image.narrow(0, 0, 1);
  const auto weights = torch::tensor({0.299F, 0.587F, 0.114F}).view({3, 1, 1});
  return (image.to(torch::kFloat32) * weights).sum(0, true).round().to(torch::kUInt8);
}

torch::Tensor as_rgb(const torch::Tensor& image) {
  return image.size(0) == 3 ? image : image.narrow(0, 0, 1).expand({3, -1, -1}).contiguous();
}

torch::Tensor fit_image(const torch::Tensor& image, ImageSize size, ImageOptions::Fit fit) {
  if (fit == ImageOptions::Fit::kStretch) return resize(image, size);
  const auto height_ratio = static_cast<double>(size.height) / static_cast<double>(image.size(1));
  const auto width_ratio = static_cast<double>(size.width) / static_cast<double>(image.size(2));
  if (fit == ImageOptions::Fit::kCrop) {
    const double scale = std::max(height_ratio, width_ratio);
    check_growth(image, scale, size);
    return crop(scaled(image, scale), size);
  }
  return pad(scaled(image, std::min(height_ratio, width_ratio)), size);
}

}  // namespace gradus::data
