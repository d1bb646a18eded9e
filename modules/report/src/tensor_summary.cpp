#include "tensor_summary.h"

#include <cmath>

namespace gradus::report {
namespace {

constexpr int64_t kBins = 64;
constexpr int64_t kTile = 56;  // pixels of a picture's longer side, at least
constexpr int64_t kGap = 2;

// ColorBrewer's RdBu ends, as `diverging_palette`.
torch::Tensor diverging_colours(const torch::Tensor& values) {
  const auto blue = torch::tensor({33.0, 102.0, 172.0}), red = torch::tensor({178.0, 24.0, 43.0});
  const auto share = values.abs().unsqueeze(-1);
  const auto end = torch::where(values.unsqueeze(-1) < 0, blue, red);
  return (255 * (1 - share) + share * end).round().to(torch::kUInt8);
}

}  // namespace

std::optional<Histogram> histogram_of(const torch::Tensor& tensor) {
  auto values = tensor.detach().to(torch::kCPU, torch::kFloat64).flatten();
  values = values.masked_select(values.isfinite());
  if (values.numel() == 0) return std::nullopt;
  Histogram histogram;
  histogram.min = values.min().item<double>();
  histogram.max = values.max().item<double>();
  histogram.count = static_cast<double>(values.numel());
  histogram.sum = values.sum().item<double>();
  histogram.sum_of_squares = values.square().sum().item<double>();
  const double span = histogram.max - histogram.min;
  if (!(span > 0) || !std::isfinite(span)) {
    histogram.limits = {histogram.max};
    histogram.counts = {histogram.count};
    return histogram;
  }
  const auto counts = torch::histc(values, kBins, histogram.min, histogram.max);
  for (int64_t i = 0; i < kBins; ++i) {
    histogram.limits.push_back(histogram.min + span * static_cast<double>(i + 1) / kBins);
    histogram.counts.push_back(counts[i].item<double>());
  }
  histogram.limits.back() = histogram.max;
  return histogram;
}

Picture mosaic_of(const torch::Tensor& pictures) {
  auto images = pictures.detach().to(torch::kCPU, torch::kFloat32);
  images = torch::nan_to_num(images, 0, 0, 0);
  const float largest = images.abs().max().item<float>();
  if (largest > 0) images = images / largest;
  const int64_t scale = std::max<int64_t>(1, kTile / std::max(images.size(1), images.size(2)));
  images = images.repeat_interleave(scale, 1).repeat_interleave(scale, 2);
  const int64_t count = images.size(0), height = images.size(1), width = images.size(2);
  const auto columns = static_cast<int64_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const int64_t rows = (count + columns - 1) / columns;
  const auto canvas = torch::full(
      {rows * (height + kGap) - kGap, columns * (width + kGap) - kGap, 3}, 255, torch::kUInt8);
  for (int64_t i = 0; i < count; ++i) {
    const int64_t y = i / columns * (height + kGap), x = i % columns * (width + kGap);
    canvas.narrow(0, y, height).narrow(1, x, width).copy_(diverging_colours(images[i]));
  }
  const auto* bytes = canvas.data_ptr<uint8_t>();
  return {static_cast<int>(canvas.size(1)),
          static_cast<int>(canvas.size(0)),
          3,
          {bytes, bytes + canvas.numel()}};
}

}  // namespace gradus::report
