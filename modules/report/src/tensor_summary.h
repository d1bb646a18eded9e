/// What TensorBoard shows of a tensor.
#pragma once
#include "gradus/report/summaries.h"

#include <torch/types.h>

#include <optional>

namespace gradus::report {

/// In 64 equal steps from the smallest to the largest value (one where all are equal). Values that
/// are not finite are left out; nothing where none is left. Any shape, dtype and device.
std::optional<Histogram> histogram_of(const torch::Tensor& tensor);

/// Pictures [N, H, W] side by side, blue below 0, white at 0, red above, all to one scale; a small
/// picture's pixels are drawn larger. Any real dtype and device; N, H, W at least 1.
Picture mosaic_of(const torch::Tensor& pictures);

}  // namespace gradus::report
