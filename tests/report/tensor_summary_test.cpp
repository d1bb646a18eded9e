#include "tensor_summary.h"

#include "png.h"

#include <numeric>
#include <stdexcept>

#include "catch.h"

using namespace gradus::report;

TEST_CASE("A histogram counts every finite value once") {
  torch::manual_seed(1);
  auto values = torch::randn({30, 40});
  values[0][0] = std::numeric_limits<float>::quiet_NaN();
  values[0][1] = std::numeric_limits<float>::infinity();
  const auto histogram = histogram_of(values).value();
  CHECK(histogram.count == 1198);
  CHECK(histogram.limits.size() == 64);
  CHECK(std::accumulate(histogram.counts.begin(), histogram.counts.end(), 0.0) == 1198);
  CHECK(histogram.limits.back() == histogram.max);
  const auto finite = values.flatten().slice(0, 2).to(torch::kFloat64);
  CHECK(histogram.sum == Approx(finite.sum().item<double>()));
  CHECK(histogram.sum_of_squares == Approx(finite.square().sum().item<double>()));
  // A count by hand of what lies in one of the bins.
  const auto in_bin = finite.gt(histogram.limits[20]).logical_and(finite.le(histogram.limits[21]));
  CHECK(std::abs(histogram.counts[21] - in_bin.sum().item<double>()) <= 1);
}

TEST_CASE("Equal values have one bin, and what is not finite has none") {
  const auto equal = histogram_of(torch::full({3, 2}, 5, torch::kInt64)).value();
  CHECK(equal.limits == std::vector<double>{5});
  CHECK(equal.counts == std::vector<double>{6});
  CHECK_FALSE(histogram_of(torch::full({3}, NAN)).has_value());
  CHECK_FALSE(histogram_of(torch::empty({0})).has_value());
}

TEST_CASE("A mosaic shows the largest weight dark, zero white, each sign in its colour") {
  const auto mosaic = mosaic_of(torch::tensor({2.0, 0.0, -2.0}).view({3, 1, 1}));
  CHECK(mosaic.width == 2 * 56 + 2);
  CHECK(mosaic.height == 2 * 56 + 2);
  const auto pixel = [&](int y, int x) {
    const auto* at = &mosaic.pixels[static_cast<size_t>(3 * (y * mosaic.width + x))];
    return std::vector<int>{at[0], at[1], at[2]};
  };
  CHECK(pixel(0, 0) == std::vector<int>{178, 24, 43});
  CHECK(pixel(0, 60) == std::vector<int>{255, 255, 255});
  CHECK(pixel(60, 0) == std::vector<int>{33, 102, 172});
  CHECK(mosaic_of(torch::zeros({1, 100, 80})).width == 80);
}

TEST_CASE("A picture with a wrong number of pixels is refused") {
  CHECK_THROWS_AS(encode_png({2, 2, 1, {1, 2, 3}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_png({0, 2, 1, {}}), std::invalid_argument);
}
