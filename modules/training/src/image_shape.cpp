#include "gradus/training/image_shape.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

namespace gradus::training {

void check_images(c10::IntArrayRef shape, std::string_view what) {
  if (shape.size() == 2 || shape.size() == 3) return;
  throw UsageError(
      "{} of examples of shape [{}]: expected images, [height, width] or [channels, height, "
      "width]; flat rows do not say which numbers are neighbours",
      what, fmt::join(shape.vec(), ", "));
}

}  // namespace gradus::training
