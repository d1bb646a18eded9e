#include "structure_table.h"

#include "catch.h"

using namespace gradus::demos;

namespace {

StructureTable table_of(const PlaneTraining& training, int64_t seeds = 2) {
  StructureTable table{{"units", "单元"}};
  for (auto& row : table.cells) {
    for (auto& cell : row) cell.assign(static_cast<size_t>(seeds), training);
  }
  table.narrow.assign(static_cast<size_t>(seeds), training);
  return table;
}

}  // namespace

TEST_CASE("Convex networks are counted by structure, up to the limit") {
  auto table = table_of({.accuracy = 0.5, .least_defect = 0.01, .most_defect = 0.2});
  CHECK(count_convex(table, 1, &PlaneTraining::least_defect, 0.01) == 6);
  CHECK(count_convex(table, 1, &PlaneTraining::most_defect, 0.01) == 0);
  table.cells[1][2][0].least_defect = 0.02;
  CHECK(count_convex(table, 1, &PlaneTraining::least_defect, 0.01) == 5);
  CHECK(count_convex(table, 2, &PlaneTraining::least_defect, 0.01) == 6);
}

TEST_CASE("The lowest median is that of the worst problem") {
  auto table = table_of({.accuracy = 0.9}, 3);
  table.cells[2][1] = {{.accuracy = 0.2}, {.accuracy = 0.8}, {.accuracy = 1}};
  CHECK(lowest_median(table, 2) == 0.8);
  CHECK(lowest_median(table, 1) == 0.9);
}

TEST_CASE("A row names the structure, its accuracies, and its convex networks") {
  const auto rows =
      rows_of(table_of({.accuracy = 0.75, .least_defect = 0, .most_defect = 1}), 0.01);
  REQUIRE(rows.size() == 3);
  REQUIRE(rows[0].size() == 6);
  CHECK(rows[0][0].zh == "无隐层");
  CHECK(rows[1][1].en == "0.750");
  CHECK(rows[2][4].en == "0 of 6");
  CHECK(rows[2][5].en == "6 of 6");
}

TEST_CASE("Every cell is trained, from every seed, and drawn") {
  const StructurePlan plan{.width = 3,
                           .narrow = 2,
                           .activation = "sign:straight_through=true",
                           .examples = 40,
                           .seeds = 2,
                           .recipe = {.epochs = 1}};
  const auto table = train_structures({"units", "单元"}, plan, {});
  std::vector<gradus::data::Dataset> examples;
  for (const auto& set : problem_sets()) examples.push_back(load_train(set + ",n=40"));
  for (const auto& row : table.cells) {
    for (const auto& cell : row) CHECK(cell.size() == 2);
  }
  CHECK(table.narrow.size() == 2);
  CHECK(count_convex(table, 0, &PlaneTraining::most_defect, 0.01) == 6);
  const auto picture = picture_of(table, examples);
  REQUIRE(picture.panels.size() == 9);
  CHECK(picture.columns == 3);
  CHECK(picture.panels[8].region.has_value());
  CHECK(picture.panels[8].marks.size() == 2);
}
