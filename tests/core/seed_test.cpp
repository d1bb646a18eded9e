#include "gradus/core/seed.h"

#include <torch/nn/modules/linear.h>

#include "catch.h"

namespace {
torch::Tensor draw(uint64_t seed, uint64_t stream) {
  return torch::randperm(1000, gradus::make_generator(seed, stream));
}
}  // namespace

TEST_CASE("The same seed and stream draw the same numbers, others do not") {
  CHECK(torch::equal(draw(1, 2), draw(1, 2)));
  CHECK_FALSE(torch::equal(draw(1, 2), draw(1, 3)));
  CHECK_FALSE(torch::equal(draw(1, 2), draw(2, 2)));
}

TEST_CASE("Seeding makes weights repeatable") {
  gradus::seed_everything(5);
  const auto first = torch::nn::Linear(3, 2)->weight.clone();
  gradus::seed_everything(5);
  CHECK(torch::equal(first, torch::nn::Linear(3, 2)->weight));
}
