#include "02_gates.h"

#include "gradus/core/error.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

gates::Options options(const std::map<std::string, std::string>& given = {}) {
  Settings settings;
  for (const auto& [key, value] : given) settings.set(key, value);
  return gates::read_options(settings, /*quick=*/true);
}

}  // namespace

TEST_CASE("AND is 0 0 0 1 and OR is 0 1 1 1, whatever the tie") {
  for (const char* tie : {"0", "1"}) {
    const auto result = gates::measure(options({{"--tie", tie}}), {});
    REQUIRE(result.gates.size() == 2);
    CHECK(result.gates[0].outputs == TruthTable{0, 0, 0, 1});
    CHECK(result.gates[1].outputs == TruthTable{0, 1, 1, 1});
    CHECK(result.gates[0].z == std::vector<double>{-3, -1, -1, 1});
    CHECK(result.gates[1].z == std::vector<double>{-1, 1, 1, 3});
    for (const auto& finding : gates::judge(result)) CHECK(finding.verdict == Verdict::kHolds);
  }
}

TEST_CASE("The nearest point is 1 / |w| from the line") {
  for (const auto& gate : gates::measure(options(), {}).gates) {
    CHECK(gate.distance == Approx(1 / std::sqrt(8.)));
  }
  CHECK(std::isinf(gates::measure(options({{"--and", "-1,0,0"}}), {}).gates[0].distance));
}

TEST_CASE("A point on the line is what the tie says, and the verdict names it") {
  // z = -2 + 2 x₁ + 2 x₂ is 0 for 01 and 10: AND in the bias form only.
  const auto gate = options({{"--and", "-2,2,2"}, {"--tie", "1"}});
  CHECK(gates::judge(gates::measure(gate, {}))[0].verdict == Verdict::kHoldsWithLimits);
  const auto bias = options({{"--and", "-2,2,2"}, {"--tie", "0"}});
  CHECK(gates::judge(gates::measure(bias, {}))[0].verdict == Verdict::kHolds);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  const auto swapped = options({{"--and", "-1,2,2"}, {"--or", "-3,2,2"}});
  for (const auto& finding : gates::judge(gates::measure(swapped, {}))) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE(
    "The picture shows both lines, the points and the distance, also where there is no line") {
  const auto panels = gates::picture(gates::measure(options(), {})).panels;
  REQUIRE(panels.size() == 2);
  for (const auto& panel : panels) {
    CHECK(panel.region.has_value());
    CHECK(panel.marks.size() == 2);
    CHECK(panel.curves.size() == 1);
  }
  const auto none = gates::picture(gates::measure(options({{"--and", "-1,0,0"}}), {})).panels;
  CHECK(none[0].curves.empty());
}

TEST_CASE("Three weights are needed") {
  CHECK_THROWS_AS(options({{"--and", "1,2"}}), UsageError);
  CHECK_THROWS_AS(options({{"--tie", "2"}}), UsageError);
}
