#include "05_learning_rule.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

learning_rule::Options options(const std::map<std::string, std::string>& given = {}) {
  Settings settings;
  for (const auto& [key, value] : given) settings.set(key, value);
  return learning_rule::read_options(settings, /*quick=*/true);
}

}  // namespace

TEST_CASE("All four gates are learnt from every start, within the bound of that start") {
  for (const char* tie : {"0", "1"}) {
    const auto result = learning_rule::measure(options({{"--tie", tie}}), {});
    REQUIRE(result.gates.size() == 4);
    const auto findings = learning_rule::judge(result);
    REQUIRE(findings.size() == 4);
    CHECK(findings[0].verdict == Verdict::kHolds);
    CHECK(findings[1].verdict == Verdict::kHolds);
    CHECK(findings[3].verdict == Verdict::kHolds);
  }
}

TEST_CASE("(R/γ)² is 51 for AND and NAND, 27 for OR and NOR") {
  const auto result = learning_rule::measure(options(), {});
  for (const auto& gate : result.gates) {
    const bool and_like = gate.gate.name == "AND" || gate.gate.name == "NAND";
    CHECK(gate.bound == Approx(and_like ? 51 : 27).epsilon(1e-8));
    CHECK(gate.separation.radius == Approx(std::sqrt(3.)));
    CHECK(gate.from_zero.learnt);
    CHECK(static_cast<double>(gate.from_zero.updates.size()) <= gate.bound);
  }
}

TEST_CASE("(R/γ)² is broken from long starts and kept from short ones, and the verdict says so") {
  const auto measured = [](const char* scale) {
    return learning_rule::judge(learning_rule::measure(options({{"--start-scale", scale}}), {}));
  };
  CHECK(measured("1000")[2].verdict == Verdict::kHoldsWithLimits);
  CHECK(measured("1")[2].verdict == Verdict::kHolds);
  // All starts are long: none can speak for the short ones.
  CHECK(measured("20000")[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  auto broken = learning_rule::measure(options(), {});
  auto& gate = broken.gates[1];
  gate.from_zero.updates.resize(28);
  gate.starts[0].learnt -= 1;
  gate.starts[0].above_zero_bound = 1;
  gate.starts[0].above_own_bound = 1;
  for (const auto& finding : learning_rule::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("Too few passes are said not to be enough") {
  const auto findings =
      learning_rule::judge(learning_rule::measure(options({{"--max-epochs", "2"}}), {}));
  CHECK(findings[0].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The same seed gives the same numbers, another seed others") {
  const auto first = learning_rule::measure(options(), {.seed = 3});
  const auto second = learning_rule::measure(options(), {.seed = 3});
  const auto third = learning_rule::measure(options(), {.seed = 40});
  bool all_same = true;
  for (size_t i = 0; i < first.gates[0].starts.size(); ++i) {
    CHECK(first.gates[0].starts[i].mean_updates == second.gates[0].starts[i].mean_updates);
    all_same =
        all_same && first.gates[0].starts[i].mean_updates == third.gates[0].starts[i].mean_updates;
  }
  CHECK_FALSE(all_same);
}

TEST_CASE("The picture has a panel a gate with both bounds") {
  const auto panels = learning_rule::picture(learning_rule::measure(options(), {})).panels;
  REQUIRE(panels.size() == 4);
  for (const auto& panel : panels) {
    REQUIRE(panel.curves.size() == 4);
    for (const auto& curve : panel.curves) CHECK(curve.x.size() == 13);
    for (size_t i = 0; i < 13; ++i) CHECK(panel.curves[1].y[i] <= panel.curves[3].y[i]);
  }
}
