#include "loss_surface.h"

#include <cmath>

#include "catch.h"

using namespace gradus::demos;

namespace {

/// w₁² + 4 w₂²
SurfacePoint bowl(double w1, double w2) {
  return {w1 * w1 + 4 * w2 * w2, 2 * w1, 8 * w2};
}

}  // namespace

TEST_CASE("Gradient descent in a bowl is known in closed form") {
  const auto path = descend(bowl, 1, -2, 0.1, 5);
  REQUIRE(path.loss.size() == 6);
  for (size_t i = 0; i < path.loss.size(); ++i) {
    CHECK(path.w1[i] == Approx(std::pow(0.8, i)));
    CHECK(path.w2[i] == Approx(-2 * std::pow(0.2, i)));
    CHECK(path.loss[i] == Approx(bowl(path.w1[i], path.w2[i]).loss));
  }
}

TEST_CASE("The surface holds the loss at its points, columns along w1") {
  const auto grid = loss_surface(bowl, {-2, 2}, 5);
  CHECK(grid.values[0 * 5 + 0] == Approx(std::log10(20)));
  CHECK(grid.values[1 * 5 + 4] == Approx(std::log10(8)));  // w1 = 2, w2 = -1
  CHECK(grid.values[2 * 5 + 2] == Approx(-300));           // 0 has no logarithm
}

TEST_CASE("Steps that are too long go up, and are counted") {
  CHECK(measure_fall({descend(bowl, 1, 1, 0.1, 20)}).rises == 0);
  const auto up = measure_fall({descend(bowl, 1, 1, 0.3, 20)});
  CHECK(up.rises > 10);
  CHECK_FALSE(up.all_lower);
  CHECK_FALSE(up.measured.zh.empty());
}

TEST_CASE("A loss that is no number is a rise, what rounding does is none") {
  CHECK(measure_fall({{{}, {}, {1, NAN}}}).rises == 1);
  CHECK(measure_fall({{{}, {}, {2, 1, 1 + 1e-15}}}).rises == 0);
}

TEST_CASE("The picture has every path on the map, thinned but whole") {
  const auto picture =
      descent_picture({loss_surface(bowl, {-3, 3}, 11),
                       {descend(bowl, 2, 2, 0.01, 1000), descend(bowl, 1, 1, 0.1, 3)}});
  REQUIRE(picture.panels.size() == 2);
  const auto& map = picture.panels[1];
  REQUIRE(map.curves.size() == 2);
  CHECK(map.curves[0].x.size() < 150);
  CHECK(map.curves[0].x.front() == 2);
  CHECK(map.curves[0].x.back() == Approx(2 * std::pow(0.98, 1000)));
  CHECK(map.curves[1].x.size() == 4);
}
