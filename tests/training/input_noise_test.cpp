#include "gradus/training/input_noise.h"

#include "gradus/core/error.h"

#include <limits>

#include "catch.h"

using gradus::training::InputNoise;

namespace {

torch::Tensor noise_of(InputNoise& noise, torch::Tensor inputs, int64_t epoch, int64_t step) {
  const auto before = inputs.clone();
  auto targets = torch::arange(inputs.size(0));
  noise.apply(inputs, targets, epoch, step);
  CHECK(torch::equal(targets, torch::arange(before.size(0))));
  return inputs - before;
}

}  // namespace

TEST_CASE("Noise is normal with the given deviation, independent from number to number") {
  InputNoise noise(0.25, 1);
  const auto drawn = noise_of(noise, torch::randn({500, 200}, torch::kFloat64), 1, 0);
  const double share_within = drawn.abs().lt(0.25).to(torch::kFloat64).mean().item<double>();
  // Five standard errors of 100000 draws.
  CHECK(drawn.mean().item<double>() == Approx(0).margin(5 * 0.25 / 316));
  CHECK(drawn.std().item<double>() == Approx(0.25).margin(5 * 0.25 / 447));
  CHECK(share_within == Approx(0.682689).margin(5 * 0.465 / 316));
  const auto neighbours = (drawn.narrow(1, 0, 199) * drawn.narrow(1, 1, 199)).mean().item<double>();
  CHECK(neighbours == Approx(0).margin(5 * 0.0625 / 316));
}

TEST_CASE("The same step draws the same noise, another step, epoch or seed other noise") {
  InputNoise noise(1, 5), other(1, 6);
  const auto zeros = torch::zeros({8, 2, 3, 3});
  const auto first = noise_of(noise, zeros.clone(), 2, 7);
  CHECK(torch::equal(first, noise_of(noise, zeros.clone(), 2, 7)));
  CHECK_FALSE(torch::equal(first, noise_of(noise, zeros.clone(), 2, 8)));
  CHECK_FALSE(torch::equal(first, noise_of(noise, zeros.clone(), 3, 7)));
  CHECK_FALSE(torch::equal(first, noise_of(other, zeros.clone(), 2, 7)));
}

TEST_CASE("An impossible deviation is refused with its value") {
  for (const double deviation : {0.0, -1.0, 101.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_MESSAGE(InputNoise(deviation, 0), gradus::UsageError, "above 0 and at most 100");
}
