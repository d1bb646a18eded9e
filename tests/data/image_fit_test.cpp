#include "gradus/core/error.h"
#include "gradus/data/image.h"

#include "catch.h"

using namespace gradus;
using data::fit_image;
using Fit = data::ImageOptions::Fit;

namespace {

struct Resized {
  data::ImageSize size;
  std::vector<int> pixels;
};
#include "image_fit_oracle.inc"

torch::Tensor image(const std::vector<int>& pixels, data::ImageSize size) {
  return torch::tensor(pixels, torch::kInt32)
      .reshape({-1, size.height, size.width})
      .to(torch::kUInt8);
}

int largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a.to(torch::kInt32) - b.to(torch::kInt32)).abs().max().item<int>();
}

}  // namespace

TEST_CASE("Pictures are resized as Pillow does, to within one grey level") {
  const auto noise = image(kNoise, {9, 7});
  for (const auto& [size, pixels] : kResized) {
    INFO(size.height << " x " << size.width);
    CHECK(largest_difference(fit_image(noise, size, Fit::kStretch), image(pixels, size)) <= 1);
  }
}

TEST_CASE("Cropping takes the middle, with the proportions kept") {
  const auto ramp = torch::arange(60, torch::kUInt8).reshape({1, 6, 10});
  const auto middle = fit_image(ramp, {6, 4}, Fit::kCrop);
  CHECK(torch::equal(middle, ramp.narrow(2, 3, 4)));
  const auto noise = image(kNoise, {9, 7});
  const auto half = fit_image(noise, {4, 3}, Fit::kCrop);  // scaled to 4 × 3, nothing cut
  CHECK(torch::equal(half, fit_image(noise, {4, 3}, Fit::kStretch)));
  CHECK(fit_image(noise, {20, 20}, Fit::kCrop).sizes() == std::vector<int64_t>{3, 20, 20});
}

TEST_CASE("Padding puts black around the whole picture") {
  const auto white = torch::full({3, 4, 8}, 255, torch::kUInt8);
  const auto padded = fit_image(white, {8, 8}, Fit::kPad);
  CHECK(padded.sizes() == std::vector<int64_t>{3, 8, 8});
  CHECK((padded.narrow(1, 2, 4) == 255).all().item<bool>());
  CHECK(padded.to(torch::kInt64).sum().item<int64_t>() == 3 * 4 * 8 * 255);
  // An odd rest: the larger half is below.
  const auto odd = fit_image(torch::full({1, 1, 4}, 9, torch::kUInt8), {4, 4}, Fit::kPad);
  CHECK((odd.select(1, 1) == 9).all().item<bool>());
  CHECK(odd.to(torch::kInt64).sum().item<int64_t>() == 36);
}

TEST_CASE("A side never becomes less than one pixel") {
  const auto line = torch::full({1, 1, 1000}, 7, torch::kUInt8);
  CHECK(fit_image(line, {4, 4}, Fit::kPad).to(torch::kInt64).sum().item<int64_t>() == 28);
}

TEST_CASE("A picture too thin to be cut takes no memory without bounds") {
  const auto line = torch::full({1, 1, 16384}, 7, torch::kUInt8);
  CHECK_THROWS_AS(fit_image(line, {224, 224}, Fit::kCrop), DataError);
  const auto wide = torch::full({1, 2, 200}, 7, torch::kUInt8);
  CHECK((fit_image(wide, {8, 8}, Fit::kCrop) == 7).all().item<bool>());
}

TEST_CASE("Colours become grey by luma, and grey becomes colours") {
  const auto color = torch::tensor({255, 0, 10}, torch::kInt32).to(torch::kUInt8).view({3, 1, 1});
  // Pillow 13.0.0: Image.new("RGB", (1, 1), (255, 0, 10)).convert("L").getpixel((0, 0))
  CHECK(data::as_grey(color).item<int>() == 77);
  CHECK(torch::equal(data::as_rgb(color), color));
  const auto grey = torch::full({1, 2, 2}, 5, torch::kUInt8);
  CHECK(torch::equal(data::as_grey(grey), grey));
  CHECK(torch::equal(data::as_rgb(grey), torch::full({3, 2, 2}, 5, torch::kUInt8)));
}
