#include "gradus/training/random_flip.h"

#include "draws.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "gradus/training/image_shape.h"

#include <utility>

namespace gradus::training {
namespace {

const std::vector<std::pair<std::string, FlipKind>>& kinds() {
  static const std::vector<std::pair<std::string, FlipKind>> kKinds = {
      {"horizontal", FlipKind::kHorizontal},
      {"vertical", FlipKind::kVertical},
      {"both", FlipKind::kBoth}};
  return kKinds;
}

/// Mirrors along `dimension` each image that a coin says so for.
torch::Tensor flip_some(const torch::Tensor& images, int64_t dimension, Draws& draws) {
  std::vector<int64_t> one_an_image(static_cast<size_t>(images.dim()), 1);
  one_an_image[0] = images.size(0);
  const auto chosen = (draws.uniform(images.size(0)) < 0.5).view(one_an_image);
  return torch::where(chosen, images.flip(dimension), images);
}

}  // namespace

RandomFlip::RandomFlip(FlipKind kind, uint64_t seed) : kind_(kind), seed_(seed) {
}

void RandomFlip::apply(torch::Tensor& inputs, torch::Tensor&, int64_t epoch, int64_t step) {
  check_images(inputs.sizes().slice(1), name());
  Draws draws(seed_, DrawnBy::kRandomFlip, epoch, step, inputs.device());
  if (kind_ != FlipKind::kVertical) inputs = flip_some(inputs, -1, draws);
  if (kind_ != FlipKind::kHorizontal) inputs = flip_some(inputs, -2, draws);
}

FlipKind parse_flip(const std::string& name) {
  for (const auto& [candidate, kind] : kinds())
    if (candidate == name) return kind;
  throw UsageError("{}", unknown_name_message("flip", name, flip_names()));
}

std::vector<std::string> flip_names() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : kinds()) names.push_back(name);
  return names;
}

}  // namespace gradus::training
