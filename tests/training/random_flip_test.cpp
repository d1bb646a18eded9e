#include "gradus/training/random_flip.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::training::FlipKind;
using gradus::training::RandomFlip;

namespace {

torch::Tensor flipped(FlipKind kind, torch::Tensor images, int64_t step = 0, uint64_t seed = 1) {
  auto targets = torch::zeros({images.size(0)}, torch::kInt64);
  RandomFlip(kind, seed).apply(images, targets, 1, step);
  return images;
}

/// `count` times the same image of different pixels.
torch::Tensor copies(int64_t count, torch::IntArrayRef shape) {
  const auto image = torch::arange(c10::multiply_integers(shape), torch::kFloat32).view(shape);
  auto stretched = shape.vec();
  stretched.insert(stretched.begin(), count);
  return image.unsqueeze(0).expand(stretched).clone();
}

/// How many images of `images` equal `image` pixel by pixel.
int64_t count_of(const torch::Tensor& image, const torch::Tensor& images) {
  return images.eq(image.unsqueeze(0)).flatten(1).all(1).sum().item<int64_t>();
}

constexpr int64_t kImages = 4000;

}  // namespace

TEST_CASE("Half of the images are mirrored, whole and exactly, and the others stay") {
  for (const auto& shape : {std::vector<int64_t>{3, 4}, std::vector<int64_t>{2, 3, 4}}) {
    const auto images = copies(kImages, shape);
    const std::pair<FlipKind, int64_t> kinds[] = {{FlipKind::kHorizontal, -1},
                                                  {FlipKind::kVertical, -2}};
    for (const auto& [kind, dimension] : kinds) {
      const auto result = flipped(kind, images);
      const auto stayed = count_of(images[0], result);
      CHECK(stayed + count_of(images[0].flip(dimension), result) == kImages);
      CHECK(static_cast<double>(stayed) == Approx(kImages / 2).margin(5 * 31.6));  // 5 deviations
    }
  }
}

TEST_CASE("Both mirrors are tossed for on their own, so that each outcome has a quarter") {
  const auto images = copies(kImages, {3, 4});
  const auto result = flipped(FlipKind::kBoth, images);
  const auto image = images[0];
  int64_t all = 0;
  for (const auto& outcome : {image, image.flip(-1), image.flip(-2), image.flip({-1, -2})}) {
    const auto count = count_of(outcome, result);
    CHECK(static_cast<double>(count) == Approx(kImages / 4).margin(5 * 27.4));
    all += count;
  }
  CHECK(all == kImages);
}

TEST_CASE("The same step flips the same images, another step or seed others") {
  const auto images = copies(64, {3, 4});
  const auto first = flipped(FlipKind::kHorizontal, images, 3);
  CHECK(torch::equal(first, flipped(FlipKind::kHorizontal, images, 3)));
  CHECK_FALSE(torch::equal(first, flipped(FlipKind::kHorizontal, images, 4)));
  CHECK_FALSE(torch::equal(first, flipped(FlipKind::kHorizontal, images, 3, 2)));
}

TEST_CASE("Rows that are no images and unknown mirrors are refused") {
  CHECK_THROWS_MESSAGE((flipped(FlipKind::kBoth, torch::zeros({5, 784})), 0), gradus::UsageError,
                       "random flips of examples of shape [784]: expected images");
  CHECK(gradus::training::parse_flip("vertical") == FlipKind::kVertical);
  CHECK_THROWS_MESSAGE((gradus::training::parse_flip("horizontl"), 0), gradus::UsageError,
                       "did you mean 'horizontal'?");
}
