#include "approximation.h"

#include <cmath>

#include "catch.h"

using namespace gradus::demos;

namespace {

/// Errors that fall as width^-2 for both seeds, and as 1 / bumps.
Approximation exact() {
  Approximation one{"f", {1, 2, 4}, {8, 16, 32}};
  for (const double width : {1, 2, 4})
    one.errors.push_back({1 / (width * width), 3 / (width * width)});
  for (const double bumps : {8, 16, 32}) one.bump_errors.push_back({1 / bumps, 2 / bumps});
  return one;
}

}  // namespace

TEST_CASE("Slopes on logarithmic axes are the powers") {
  CHECK(trained_slope(exact()).mean == Approx(-2));
  CHECK(trained_slope(exact()).count == 6);
  const auto bumps = bump_slope(exact());
  CHECK(bumps.mean == Approx(-1));
  CHECK(bumps.high - bumps.low < 1e-6);
}

TEST_CASE("Rows hold the medians, and the largest errors with their bounds") {
  const auto rows = trained_rows({exact(), exact()});
  REQUIRE(rows.size() == 3);
  REQUIRE(rows[1].size() == 3);
  CHECK(rows[1][0].en == "2");
  CHECK(rows[1][2].zh == "0.5000");
  CHECK(bump_rows({exact()})[0][1].en == "0.1250 / 0.2500");
}

TEST_CASE("The panels show ranges of seeds, and bounds") {
  const auto panels = error_panels({exact(), exact()}).panels;
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].curves.size() == 2);
  CHECK(panels[0].curves[0].low == std::vector<double>{1, 0.25, 0.0625});
  CHECK(panels[0].curves[0].high == std::vector<double>{3, 0.75, 0.1875});
  CHECK(panels[1].curves.size() == 4);
  CHECK(panels[1].curves[0].low.empty());
}
