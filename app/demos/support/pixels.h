/// Pictures with their pixels in another place.
#pragma once
#include "gradus/data/registry.h"

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace gradus::demos {

/// A random order of `pixels` pixels, a function of `seed` alone: [pixels] int64.
torch::Tensor pixel_order(int64_t pixels, uint64_t seed);

/// Every picture's pixels in one new order, the same for all: pixel j of the result is pixel
/// order[j] of the original, counted row by row. `images` is [N, H, W].
torch::Tensor permute_pixels(const torch::Tensor& images, const torch::Tensor& order);

/// Moves the pictures [N, H, W] by `distance` pixels, to the right, to the left, down and up in
/// turn; zeros move in. At least 0.
torch::Tensor shift_pictures(const torch::Tensor& images, int64_t distance);

/// A data set by name, as after `--data`. Throws `UsageError` unless it has classes and its inputs
/// are [N, H, W].
data::LoadedData load_pictures(const std::string& request);

/// At most `train` and `test` pictures, chosen by `seed`; where the set has no test part, a quarter
/// of every class is held out for it.
data::LoadedData sample_pictures(const data::LoadedData& loaded, int64_t train, int64_t test,
                                 uint64_t seed);

}  // namespace gradus::demos
