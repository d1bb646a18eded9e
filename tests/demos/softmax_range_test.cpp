#include "softmax_range.h"

#include "catch.h"

using namespace gradus::demos;

TEST_CASE(
    "Softmax regression stays finite and sums to 1 for logits of ±1e4, the formula does not") {
  for (const int64_t classes : {2, 3, 7}) {
    const auto range = softmax_range(1e4, classes);
    CHECK(range.rows == static_cast<int64_t>(std::pow(3, classes)));
    CHECK(range.broken == 0);
    CHECK(range.sum_error < 1e-6);
    // Finite only where all logits are 0 or -1e4, and not all are -1e4.
    CHECK(range.rows - range.naive_broken == static_cast<int64_t>(std::pow(2, classes)) - 1);
  }
}

TEST_CASE("For small logits both are finite") {
  const auto range = softmax_range(10, 3);
  CHECK(range.broken == 0);
  CHECK(range.naive_broken == 0);
}

TEST_CASE("Logits that are infinite break the model too: the measure can fail") {
  CHECK(softmax_range(std::numeric_limits<double>::infinity(), 2).broken > 0);
}

TEST_CASE("The table shows NaN where the formula fails") {
  const auto rows = softmax_range_rows(1e4);
  CHECK(rows[0][1] == rows[0][2]);
  CHECK(rows[1][0].en == "(10000, 0, -10000)");
  CHECK(rows[1][1].en == "(NaN, 0, 0)");
  CHECK(rows[1][2].en == "(1, 0, 0)");
}
