#include "convexity.h"

#include "catch.h"

using namespace gradus::demos;

namespace {

/// The classes' defects on the square [-1, 1]², of which `inside` is class 1.
std::vector<double> defects(
    const std::function<torch::Tensor(torch::Tensor, torch::Tensor)>& inside, uint64_t seed = 0) {
  const Classify classify = [&](const torch::Tensor& points) {
    return inside(points.select(1, 0), points.select(1, 1)).to(torch::kInt64);
  };
  return convexity_defects(classify, 2, {-1, 1}, {-1, 1}, seed);
}

}  // namespace

TEST_CASE("A line leaves two convex regions, wherever it lies") {
  for (const double offset : {-0.9, 0.0, 0.4, 5.0}) {
    const auto both = defects([&](const auto& x, const auto& y) { return x - 2 * y > offset; });
    CHECK(both == std::vector<double>{0, 0});
  }
}

TEST_CASE("A disc is convex, what is around it is not") {
  const auto both = defects([](const auto& x, const auto& y) { return x * x + y * y < 0.5; });
  CHECK(both[1] == 0);
  CHECK(both[0] > 0.2);
}

TEST_CASE("Of XOR's quadrants a quarter of the midpoints lies outside, as can be computed") {
  // Half of the pairs come from opposite quadrants, and half of their midpoints fall into another.
  const auto both =
      defects([](const auto& x, const auto& y) { return (x > 0).logical_xor(y > 0); });
  CHECK(both[0] == Approx(0.25).margin(0.02));
  CHECK(both[1] == Approx(0.25).margin(0.02));
}

TEST_CASE("An empty region counts as convex, and the seed decides the points") {
  const auto none = [](const auto& x, const auto&) { return x > 2; };
  CHECK(defects(none) == std::vector<double>{0, 0});
  const auto ring = [](const auto& x, const auto& y) { return (x * x + y * y - 0.5).abs() < 0.2; };
  CHECK(defects(ring, 1) == defects(ring, 1));
  CHECK(defects(ring, 1) != defects(ring, 2));
}
