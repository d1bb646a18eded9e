#include "width_table.h"

#include "catch.h"

using namespace gradus::demos;

namespace {

std::vector<PlaneTraining> trainings(const std::vector<double>& accuracies) {
  std::vector<PlaneTraining> all;
  for (const double accuracy : accuracies) all.push_back({.accuracy = accuracy});
  return all;
}

/// One problem, solved by 0, 1 and 2 of 2 seeds with widths 0, 4 and 8.
WidthTable small_table(int64_t k) {
  WidthTable table{.widths = {0, 4, 8}, .k = k, .seeds = 2, .threshold = 0.95};
  table.problems.push_back({.name = {"XOR", "异或"}});
  table.problems[0].trainings = {trainings({0.5, 0.6}), trainings({0.95, 0.8}),
                                 trainings({0.96, 1})};
  return table;
}

}  // namespace

TEST_CASE("Seeds are solved from the threshold on, widths by k of them") {
  auto table = small_table(2);
  CHECK(solved(table, table.problems[0], 0) == 0);
  CHECK(solved(table, table.problems[0], 1) == 1);
  CHECK(solved(table, table.problems[0], 2) == 2);
  CHECK(smallest_width(table, table.problems[0]) == 2);
  table.k = 1;
  CHECK(smallest_width(table, table.problems[0]) == 1);
  table.threshold = 0.999;
  table.k = 2;
  CHECK(!smallest_width(table, table.problems[0]).has_value());
}

TEST_CASE("A line is not a hidden layer: solving with width 0 names no width") {
  auto table = small_table(2);
  table.widths = {0};
  table.problems[0].trainings = {trainings({1, 1})};
  CHECK(!smallest_width(table, table.problems[0]).has_value());
}

TEST_CASE("Rows and bars say the same") {
  const auto table = small_table(2);
  const auto rows = rows_of(table);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0][0].zh == "0（直线）");
  CHECK(rows[1][0].en == "4");
  CHECK(rows[1][1].en == "1");
  const auto bars = bars_of(table);
  CHECK(bars.panels[0].bars[0].values == std::vector<double>{0, 1, 2});
  CHECK(bars.panels[0].categories.size() == 3);
  CHECK(bars.panels[0].curves[0].y == std::vector<double>{2, 2});
}

TEST_CASE("All widths are trained on all problems, width 0 without a hidden layer, and drawn") {
  WidthTable table{
      .widths = {0, 3}, .k = 2, .seeds = 2, .threshold = 0.95, .problems = width_problems(40)};
  REQUIRE(table.problems.size() == 4);
  train_widths(table, 2, "tanh", {.epochs = 1}, {});
  for (const auto& problem : table.problems) {
    REQUIRE(problem.trainings.size() == 2);
    CHECK(problem.trainings[1].size() == 2);
    for (const auto& line : problem.trainings[0]) CHECK(line.most_defect == 0);
  }
  const auto regions = regions_of(table);
  REQUIRE(regions.panels.size() == 4);
  CHECK(regions.panels[3].region.has_value());
}
