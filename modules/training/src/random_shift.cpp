#include "gradus/training/random_shift.h"

#include "draws.h"
#include "gradus/core/error.h"
#include "gradus/training/image_shape.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

/// Where the pixels of one dimension come from.
struct Sources {
  torch::Tensor index;   ///< [B, size] int64, within the image
  torch::Tensor inside;  ///< [B, size] bool: whether the pixel was in the image
};

Sources sources(int64_t size, const torch::Tensor& shifts) {
  const auto places = torch::arange(size, shifts.options()).unsqueeze(0) - shifts.unsqueeze(1);
  return {places.clamp(0, size - 1), (places >= 0).logical_and_(places < size)};
}

}  // namespace

RandomShift::RandomShift(int64_t pixels, double fill, uint64_t seed)
    : pixels_(pixels), fill_(fill), seed_(seed) {
  if (pixels < 1) throw UsageError("shift = {} pixels: expected at least 1", pixels);
  if (!std::isfinite(fill)) throw UsageError("fill of a shift = {}: expected a number", fill);
}

void RandomShift::check(c10::IntArrayRef shape) const {
  check_images(shape, name());
  const auto height = shape[shape.size() - 2], width = shape[shape.size() - 1];
  if (pixels_ < std::min(height, width)) return;
  throw UsageError("shift = {} pixels of images of {} × {}: expected 1 to {}", pixels_, height,
                   width, std::min(height, width) - 1);
}

void RandomShift::apply(torch::Tensor& inputs, torch::Tensor&, int64_t epoch, int64_t step) {
  check(inputs.sizes().slice(1));
  Draws draws(seed_, DrawnBy::kRandomShift, epoch, step, inputs.device());
  const auto count = inputs.size(0), height = inputs.size(-2), width = inputs.size(-1);
  const auto rows = sources(height, draws.integers(-pixels_, pixels_, count));
  const auto columns = sources(width, draws.integers(-pixels_, pixels_, count));

  // All channels of an image move together: their dimension is 1 here, and stretched for nothing.
  const auto place = (rows.index.unsqueeze(2) * width + columns.index.unsqueeze(1))
                         .view({count, 1, height * width});
  const auto inside = rows.inside.unsqueeze(2)
                          .logical_and(columns.inside.unsqueeze(1))
                          .view({count, 1, height * width});
  const auto images = inputs.reshape({count, -1, height * width});
  inputs = images.gather(2, place.expand_as(images))
               .masked_fill_(inside.logical_not(), fill_)
               .view(inputs.sizes());
}

}  // namespace gradus::training
