#include "gradus/training/random_shift.h"

#include "gradus/core/error.h"

#include <limits>

#include "catch.h"

using gradus::training::RandomShift;

namespace {

constexpr float kFill = -7;

torch::Tensor shifted(int64_t pixels, torch::Tensor images, int64_t step = 0, uint64_t seed = 1) {
  auto targets = torch::zeros({images.size(0)}, torch::kInt64);
  RandomShift(pixels, kFill, seed).apply(images, targets, 1, step);
  return images;
}

/// The image [C, H, W] moved down by `down` and right by `right`, pixel by pixel.
torch::Tensor moved(const torch::Tensor& image, int64_t down, int64_t right) {
  auto result = torch::full_like(image, kFill);
  const auto from = image.accessor<float, 3>();
  auto to = result.accessor<float, 3>();
  for (int64_t channel = 0; channel < image.size(0); ++channel) {
    for (int64_t row = 0; row < image.size(1); ++row) {
      for (int64_t column = 0; column < image.size(2); ++column) {
        const auto r = row + down, c = column + right;
        if (r >= 0 && r < image.size(1) && c >= 0 && c < image.size(2))
          to[channel][r][c] = from[channel][row][column];
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("Images move by whole pixels with all their channels, every distance equally often") {
  constexpr int64_t kImages = 9000, kPixels = 2, kPlaces = 25;
  const auto image = torch::arange(60, torch::kFloat32).view({2, 5, 6});
  const auto result = shifted(kPixels, image.unsqueeze(0).repeat({kImages, 1, 1, 1}));
  int64_t all = 0;
  double chi_square = 0;
  constexpr double kExpected = static_cast<double>(kImages) / kPlaces;
  for (int64_t down = -kPixels; down <= kPixels; ++down) {
    for (int64_t right = -kPixels; right <= kPixels; ++right) {
      const auto hits = result.eq(moved(image, down, right).unsqueeze(0)).flatten(1).all(1);
      const auto count = hits.sum().item<int64_t>();
      const double excess = static_cast<double>(count) - kExpected;
      chi_square += excess * excess / kExpected;
      all += count;
    }
  }
  CHECK(all == kImages);      // each is one of the 25, pixel by pixel
  CHECK(chi_square < 51.18);  // 24 degrees of freedom; above that once in a thousand
}

TEST_CASE("Images without channels move the same way") {
  const auto images = torch::rand({16, 5, 6});
  CHECK(torch::equal(shifted(3, images), shifted(3, images.unsqueeze(1)).squeeze(1)));
}

TEST_CASE("The same step moves the same, another step or seed otherwise") {
  const auto images = torch::rand({16, 5, 6});
  const auto first = shifted(3, images, 3);
  CHECK(torch::equal(first, shifted(3, images, 3)));
  CHECK_FALSE(torch::equal(first, shifted(3, images, 4)));
  CHECK_FALSE(torch::equal(first, shifted(3, images, 3, 2)));
}

TEST_CASE("What is no image, or could be moved out of it, is refused with its size") {
  CHECK_THROWS_MESSAGE((shifted(1, torch::zeros({5, 784})), 0), gradus::UsageError,
                       "random shifts of examples of shape [784]: expected images");
  CHECK_THROWS_MESSAGE((shifted(5, torch::zeros({2, 5, 6})), 0), gradus::UsageError,
                       "shift = 5 pixels of images of 5 × 6: expected 1 to 4");
  CHECK_THROWS_MESSAGE(RandomShift(0, 0, 0), gradus::UsageError, "shift = 0 pixels");
  CHECK_THROWS_MESSAGE(RandomShift(1, std::numeric_limits<double>::infinity(), 0),
                       gradus::UsageError, "fill of a shift = inf");
}
