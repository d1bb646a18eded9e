#include "pixels.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/data/split.h"
#include "train_test.h"

#include <algorithm>

namespace gradus::demos {

torch::Tensor pixel_order(int64_t pixels, uint64_t seed) {
  constexpr uint64_t kOrderStream = 0x71BE15ULL << 32;
  return torch::randperm(pixels, make_generator(seed, kOrderStream));
}

torch::Tensor permute_pixels(const torch::Tensor& images, const torch::Tensor& order) {
  return images.flatten(1).index_select(1, order).view(images.sizes());
}

torch::Tensor shift_pictures(const torch::Tensor& images, int64_t distance) {
  constexpr int64_t kDirections = 4;
  auto moved = torch::zeros_like(images);
  for (int64_t direction = 0; direction < kDirections; ++direction) {
    const int64_t axis = direction < 2 ? 2 : 1;
    const int64_t kept = images.size(axis) - std::min(distance, images.size(axis));
    const bool forward = direction % 2 == 0;
    const auto some = [&](const torch::Tensor& all) {
      return all.slice(0, direction, torch::nullopt, kDirections);
    };
    const int64_t away = images.size(axis) - kept;
    some(moved)
        .narrow(axis, forward ? away : 0, kept)
        .copy_(some(images).narrow(axis, forward ? 0 : away, kept));
  }
  return moved;
}

data::LoadedData load_pictures(const std::string& request) {
  auto loaded = load_classes(request);
  if (loaded.train.inputs.dim() != 3) {
    throw UsageError("--data={}: expected grey pictures, as in fashion-mnist and digits", request);
  }
  return loaded;
}

data::LoadedData sample_pictures(const data::LoadedData& loaded, int64_t train, int64_t test,
                                 uint64_t seed) {
  constexpr double kTestShare = 0.25;
  if (loaded.test) return {sample(loaded.train, train, seed), sample(*loaded.test, test, seed)};
  const auto parts = data::split(loaded.train, kTestShare, seed);
  return {sample(parts.train, train, seed), sample(parts.held_out, test, seed)};
}

}  // namespace gradus::demos
