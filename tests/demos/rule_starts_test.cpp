#include "rule_starts.h"

#include <cmath>

#include "catch.h"

using namespace gradus::demos;

namespace {

const TruthTable kAnd = find_gate("AND").outputs;

gradus::models::Separation widest() {
  return gradus::models::widest_separation(gate_inputs(), gate_targets(kAnd));
}

}  // namespace

TEST_CASE("Short starts stay below (R/γ)², long ones do not, and each below its own bound") {
  const auto starts =
      run_starts(kAnd, widest(), {.runs = 20, .longest = 1000}, {.max_epochs = 100'000}, {});
  REQUIRE(starts.size() == 13);
  CHECK(starts.front().length == Approx(1));
  CHECK(starts.back().length == Approx(1000));
  CHECK(starts.front().above_zero_bound == 0);
  CHECK(std::isinf(starts.front().shortest_above));
  CHECK(starts.back().above_zero_bound > 0);
  CHECK(starts.back().shortest_above == Approx(1000));
  for (const auto& one : starts) {
    CHECK(one.runs == 20);
    CHECK(one.learnt == 20);
    CHECK(one.above_own_bound == 0);
    CHECK(one.mean_updates <= one.most_updates);
    CHECK(one.most_of_own_bound > 0);
    CHECK(one.most_of_own_bound <= 1);
  }
}

TEST_CASE("A margin that claims too much is caught") {
  auto wrong = widest();
  wrong.margin = 1.5;
  const auto starts = run_starts(kAnd, wrong, {.runs = 20, .longest = 1}, {}, {});
  CHECK(starts.front().above_own_bound > 0);
  CHECK(starts.front().above_zero_bound > 0);
}

TEST_CASE("The total counts the runs up to a length") {
  const std::vector<RuleStarts> starts = {
      {.length = 1, .runs = 10, .learnt = 10, .mean_updates = 2, .most_updates = 5},
      {.length = 9,
       .runs = 30,
       .learnt = 29,
       .above_zero_bound = 3,
       .above_own_bound = 1,
       .mean_updates = 6,
       .most_updates = 40,
       .most_of_own_bound = 1.1,
       .shortest_above = 9}};
  const auto all = total(starts);
  CHECK(all.runs == 40);
  CHECK(all.learnt == 39);
  CHECK(all.above_zero_bound == 3);
  CHECK(all.above_own_bound == 1);
  CHECK(all.mean_updates == Approx(5));
  CHECK(all.most_updates == 40);
  CHECK(all.most_of_own_bound == 1.1);
  CHECK(all.shortest_above == 9);
  CHECK(total(starts, 8).runs == 10);
  CHECK(total(starts, 0.5).runs == 0);
}

TEST_CASE("Measured updates lie below the drawn bound of their length") {
  const auto separation = widest();
  const auto starts =
      run_starts(kAnd, separation, {.runs = 5, .longest = 100}, {.learning_rate = 0.5}, {});
  const auto panel = bounds_panel("AND", starts, separation, 0.5);
  REQUIRE(panel.curves.size() == 4);
  for (size_t i = 0; i < 13; ++i) CHECK(panel.curves[1].y[i] <= panel.curves[3].y[i]);
  CHECK(panel.curves[2].y[0] == Approx(51));
}
