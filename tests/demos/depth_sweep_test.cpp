#include "depth_sweep.h"

#include "depths.h"
#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

DepthSweep example() {
  return {"set",
          {{{9}, 100, {0.90, 0.91}}, {{5, 5}, 101, {0.92, 0.93}}, {{3, 3, 4}, 99, {0.93, 0.96}}},
          10,
          20};
}

Settings given(const std::string& depths) {
  Settings settings;
  settings.set("--depths", depths);
  return settings;
}

}  // namespace

TEST_CASE("Means of several depths are taken by seed") {
  const auto means = mean_accuracies(example(), 2, 4);
  REQUIRE(means.size() == 2);
  CHECK(std::abs(means[0] - 0.925) < 1e-12);
  CHECK(std::abs(means[1] - 0.945) < 1e-12);
}

TEST_CASE("Changes are paired, against the network with two hidden layers") {
  const auto sweep = example();
  const auto change = change_from_three_layers(sweep, sweep.networks[2]);
  CHECK(std::abs(change.mean - 0.02) < 1e-12);
  CHECK(change.count == 2);
}

TEST_CASE("A row says both counts of layers, the widths and the parameters") {
  const auto rows = table_rows(example());
  REQUIRE(rows.size() == 3);
  CHECK(rows[0][0].en == "1");
  CHECK(rows[0][1].en == "2");
  CHECK(rows[1][2].en == "5");
  CHECK(rows[2][2].en == "3–4");
  CHECK(rows[2][3].en == "99");
}

TEST_CASE("Depth panels: accuracy in per cent, change in points between the margins") {
  const auto panels = depth_panels(example(), 4, 1);
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].curves[0].x == std::vector<double>{1, 2, 3});
  CHECK(std::abs(panels[0].curves[0].y[0] - 90.5) < 1e-9);
  REQUIRE(panels[1].curves.size() == 3);
  CHECK(std::abs(panels[1].curves[0].y[2] - 2) < 1e-9);
  CHECK(panels[1].curves[1].y[0] == -1);
  CHECK(panels[1].curves[2].y[0] == 1);
}

TEST_CASE("Depths are sorted, with 1, 2 and at least one above") {
  CHECK(read_depths(Settings(), false) == std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(read_depths(given("5-1-2"), false) == std::vector<int64_t>{1, 2, 5});
  for (const auto* wrong : {"1-2", "2-3-4", "1-3-4", "1-2-2", "1-1-2-3", "0-1-2-3", "none", "x"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(read_depths(given(wrong), true), UsageError);
  }
}
