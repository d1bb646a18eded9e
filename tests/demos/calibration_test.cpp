#include "calibration.h"

#include "catch.h"

using gradus::demos::calibration;
using gradus::demos::calibration_rows;

TEST_CASE("Every example falls into one bin, edges and ends included") {
  const auto p = torch::tensor({0.0F, 0.25F, 0.5F, 0.75F, 1.0F});
  const auto y = torch::tensor({0, 1, 0, 1, 1});
  const auto bins = calibration(p, y, {0, 0.5, 1});
  REQUIRE(bins.size() == 2);
  CHECK(bins[0].examples == 2);
  CHECK(bins[0].of_class_1 == 1);
  CHECK(bins[0].expected == Approx(0.25));
  CHECK(bins[1].examples == 3);
  CHECK(bins[1].of_class_1 == 2);
  CHECK(bins[1].expected == Approx(2.25));
}

TEST_CASE("A bin without examples is shown as empty") {
  const auto rows =
      calibration_rows(calibration(torch::tensor({0.9F}), torch::tensor({1}), {0, 0.5, 1}));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][1].en == "0");
  CHECK(rows[0][2].en == "0.0");
  CHECK(rows[1][3].en == "1");
}
