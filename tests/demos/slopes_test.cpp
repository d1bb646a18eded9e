#include "slopes.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("The sigmoid's slope is σ(z) (1 - σ(z))") {
  const auto z = torch::linspace(-6, 6, 101, torch::kFloat64);
  const auto [value, slope] = value_and_slope("sigmoid", z);
  CHECK(torch::allclose(slope, value * (1 - value), 1e-12, 1e-15));
}

TEST_CASE("The step's difference quotient sees the step within h alone") {
  const auto z = torch::tensor({-2., -0.3, -0.05, 0.02, 0.3, 2.}, torch::kFloat64);
  const auto slopes = slopes_of("step", z, {0.5, 0.1, 0.01});
  CHECK(slopes.points == 6);
  CHECK(slopes.nonzero == 0);
  CHECK(slopes.quotients == std::vector<double>{4 / 6., 2 / 6., 0});
}

TEST_CASE("Trained through, the step has slopes: the count can differ from 0") {
  const auto z = torch::tensor({-2., -0.5, 0.5, 2.}, torch::kFloat64);
  CHECK(slopes_of("step:straight_through=true", z, {}).nonzero == 2);
  CHECK(slopes_of("sigmoid", z, {0.1}).quotients == std::vector<double>{1});
}

TEST_CASE("Units are drawn with their values and their slopes") {
  const auto panels = unit_panels({{"a", "step", 1}, {"b", "tanh", 0}}, {-3, 3});
  REQUIRE(panels.size() == 2);
  REQUIRE(panels[0].curves.size() == 2);
  CHECK(panels[0].curves[0].y.front() == 0);
  CHECK(panels[0].curves[0].y.back() == 1);
  CHECK(panels[1].curves[1].y[60] == 1);  // tanh'(0)
  CHECK(panels[0].y->min < -1);
  CHECK(panels[1].y->max > 1);
}
