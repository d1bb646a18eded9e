#include "rule_cycle.h"

#include "catch.h"

using gradus::demos::find_cycle;
using gradus::models::PerceptronUpdate;

TEST_CASE("A cycle is found where the weights after a pass come back, with what lies between") {
  // (1) after pass 1 and again after pass 3; inside pass 2 the (1) does not count.
  const std::vector<PerceptronUpdate> updates = {{1, 0, {1}}, {2, 1, {1}}, {2, 0, {2}},
                                                 {3, 2, {3}}, {3, 0, {1}}, {4, 1, {2}}};
  const auto cycle = find_cycle({0}, updates);
  REQUIRE(cycle);
  CHECK(cycle->first == 1);
  CHECK(cycle->again == 3);
  CHECK(cycle->weights == std::vector<double>{1});
  CHECK(cycle->updates.size() == 4);
  CHECK(cycle->counts(4) == std::vector<int64_t>{2, 1, 1, 0});
  const auto rows = cycle->rows({1, 0, 0, 1});
  REQUIRE(rows.size() == 4);
  std::string first;
  for (const auto& cell : rows[0]) first += cell.en + '|';
  CHECK(first == "2|(0, 1)|0|(1)|");
}

TEST_CASE("Coming back to the start is a cycle too") {
  const auto cycle = find_cycle({5}, {{1, 0, {6}}, {1, 1, {5}}});
  REQUIRE(cycle);
  CHECK(cycle->first == 0);
  CHECK(cycle->again == 1);
}

TEST_CASE("Weights that never come back are no cycle") {
  CHECK_FALSE(find_cycle({0}, {{1, 0, {1}}, {2, 0, {2}}, {3, 0, {3}}}));
  CHECK_FALSE(find_cycle({0}, {}));
}
