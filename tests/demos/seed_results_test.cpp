#include "seed_results.h"

#include "seed_curve.h"
#include "seed_grid.h"

#include <cmath>
#include <stdexcept>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("The mean by seed is taken over networks") {
  CHECK(mean_by_seed({{1, 2}, {3, 6}}) == std::vector<double>{2, 4});
  CHECK_THROWS_AS(mean_by_seed({}), std::invalid_argument);
  CHECK_THROWS_AS(mean_by_seed({{1, 2}, {3}}), std::invalid_argument);
}

TEST_CASE("A cell of points is a hundred times the difference of shares") {
  const report::Estimate difference{.mean = 0.0123, .low = -0.01, .high = 0.03, .count = 5};
  CHECK(points_cell(difference).en == "+1.23 [-1.00, +3.00]");
}

TEST_CASE("A curve of seeds has their means, and one deviation as its band") {
  const auto curve = seed_curve("name", {1, 2}, {{0, 2}, {5, 5}}, 3);
  CHECK(curve.y == std::vector<double>{1, 5});
  CHECK(std::abs(curve.high[0] - (1 + std::sqrt(2.0))) < 1e-12);
  CHECK(std::abs(curve.low[0] - (1 - std::sqrt(2.0))) < 1e-12);
  CHECK(curve.high[1] == 5);
  CHECK(curve.colour == 3);
  CHECK_THROWS_AS(seed_curve("name", {1}, {{0}, {1}}, 0), std::invalid_argument);
}

TEST_CASE("A curve of intervals has their ends as its band, in the unit asked for") {
  const auto curve = interval_curve("name", {1}, {{.mean = 0.5, .low = 0.25, .high = 1}}, 0, 100);
  CHECK(curve.y == std::vector<double>{50});
  CHECK(curve.low == std::vector<double>{25});
  CHECK(curve.high == std::vector<double>{100});
  CHECK_THROWS_AS(interval_curve("name", {1, 2}, {{}}, 0), std::invalid_argument);
}

TEST_CASE("Test and training are drawn in one colour, training dashed") {
  const auto curves = test_and_training({"net", "网络"}, {1, 2}, {{1}, {2}}, {{3}, {4}}, 5);
  REQUIRE(curves.size() == 2);
  CHECK(curves[0].name == report::Text("net, test", "网络，测试"));
  CHECK(curves[0].y == std::vector<double>{1, 2});
  CHECK(curves[1].style == report::Curve::Style::kDashed);
  CHECK(curves[1].colour == curves[0].colour);
}

TEST_CASE("A level line spans the axis") {
  const auto line = level_line(-1, {0, 9});
  CHECK(line.x == std::vector<double>{0, 9});
  CHECK(line.y == std::vector<double>{-1, -1});
}

TEST_CASE("A grid holds every network's results in the order of seeds") {
  const auto grid =
      seed_grid(3, 2, {}, [](int64_t network, int64_t i) { return 10 * network + i; });
  CHECK(grid == std::vector<std::vector<int64_t>>{{0, 1}, {10, 11}, {20, 21}});
  const std::vector<std::string> items = {"a", "b"};
  const auto named = seed_grid(
      items, 2, {}, [](const std::string& item, int64_t i) { return item + std::to_string(i); });
  CHECK(named == std::vector<std::vector<std::string>>{{"a0", "a1"}, {"b0", "b1"}});
}

TEST_CASE("A column takes one number of every result") {
  struct Pair {
    double a, b;
  };
  const std::vector<std::vector<Pair>> grid = {{{1, 2}, {3, 4}}, {{5, 6}}};
  CHECK(column(grid, &Pair::b) == std::vector<std::vector<double>>{{2, 4}, {6}});
}
