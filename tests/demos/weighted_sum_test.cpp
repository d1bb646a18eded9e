#include "weighted_sum.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::demos;

TEST_CASE("The three ways to a weighted sum agree with the one by hand") {
  const auto sum = weighted_sum({1, 0.5, -2}, {0.4, -0.6, 0.3}, -0.3, torch::kCPU);
  CHECK(sum.layer == Approx(-0.8).epsilon(1e-12));
  CHECK(sum.intercept == Approx(-0.8).epsilon(1e-12));
  CHECK(sum.written == Approx(-0.8).epsilon(1e-12));
}

TEST_CASE("A weighted sum takes any number of inputs, but a weight for each") {
  CHECK(weighted_sum({3}, {2}, 1, torch::kCPU).intercept == 7);
  CHECK(weighted_sum({1, 1, 1, 1, 1}, {1, 2, 3, 4, 5}, 0, torch::kCPU).layer == 15);
  CHECK_THROWS_AS(weighted_sum({1, 2}, {1}, 0, torch::kCPU), std::out_of_range);
}
