#include "gradus/report/verdict.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::report;

namespace {

Finding finding(Verdict verdict) {
  return {"c", "r", "m", verdict};
}

}  // namespace

TEST_CASE("A verdict holds, holds with limits, or does not hold") {
  CHECK(decide(true) == Verdict::kHolds);
  CHECK(decide(true, false) == Verdict::kHolds);
  CHECK(decide(false, true) == Verdict::kHoldsWithLimits);
  CHECK(decide(false) == Verdict::kDoesNotHold);
}

TEST_CASE("Several findings hold together when all do, and with limits when half of them do") {
  const auto holds = finding(Verdict::kHolds), limits = finding(Verdict::kHoldsWithLimits),
             fails = finding(Verdict::kDoesNotHold);
  CHECK(overall({holds, holds}) == Verdict::kHolds);
  CHECK(overall({holds, fails}) == Verdict::kHoldsWithLimits);
  CHECK(overall({holds, limits}) == Verdict::kHoldsWithLimits);
  CHECK(overall({fails, fails}) == Verdict::kDoesNotHold);
  CHECK(overall({fails, limits}) == Verdict::kHoldsWithLimits);
  CHECK(overall({fails, fails, limits}) == Verdict::kDoesNotHold);
  CHECK(overall({fails, fails, holds, limits}) == Verdict::kHoldsWithLimits);
  CHECK_THROWS_AS(overall({}), std::invalid_argument);
}

TEST_CASE("Every verdict has a word in both languages") {
  CHECK(to_text(Verdict::kHolds) == Text("holds", "成立"));
  CHECK(to_text(Verdict::kHoldsWithLimits) == Text("holds with limits", "有条件成立"));
  CHECK(to_text(Verdict::kDoesNotHold) == Text("does not hold", "不成立"));
}
