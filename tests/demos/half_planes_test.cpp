#include "half_planes.h"

#include "convexity.h"

#include <cmath>
#include <numbers>

#include "catch.h"

using namespace gradus::demos;

namespace {

std::vector<double> defects(int64_t units, int64_t needed) {
  const auto classify = classify_by(torch::nn::AnyModule(half_planes(units, needed)), {});
  return convexity_defects(classify, 2, {-3, 3}, {-3, 3}, 0);
}

}  // namespace

TEST_CASE("The network counts half planes, as arithmetic by hand does") {
  const auto points = torch::rand({500, 2}) * 6 - 3;
  for (const auto& [units, needed] : {std::pair<int64_t, int64_t>{2, 2}, {5, 5}, {5, 4}, {4, 1}}) {
    const auto classify = classify_by(torch::nn::AnyModule(half_planes(units, needed)), {});
    const auto classes = classify(points);
    for (int64_t i = 0; i < points.size(0); ++i) {
      const double x = points[i][0].item<double>(), y = points[i][1].item<double>();
      int64_t count = 0;
      for (int64_t k = 0; k < units; ++k) {
        const double angle =
            0.4 + 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(units);
        count += x * std::cos(angle) + y * std::sin(angle) + 1 > 0 ? 1 : 0;
      }
      CHECK(classes[i].item<int64_t>() == (count >= needed ? 1 : 0));
    }
  }
}

TEST_CASE("An AND is convex, an OR leaves a convex rest, a vote is neither") {
  for (const int64_t units : {2, 3, 8}) CHECK(defects(units, units)[1] == 0);
  const auto either = defects(3, 1);
  CHECK(either[0] == 0);
  const auto vote = defects(5, 4);
  CHECK(vote[0] > 0.01);
  CHECK(vote[1] > 0.01);
}

TEST_CASE("The picture shows an open region, a closed one, and one that is not convex") {
  const auto panels = half_planes_picture();
  REQUIRE(panels.panels.size() == 3);
  for (const auto& panel : panels.panels) CHECK(panel.region.has_value());
}
