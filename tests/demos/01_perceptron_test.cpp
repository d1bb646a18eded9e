#include "01_perceptron.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

perceptron::Result measured() {
  return perceptron::measure(perceptron::read_options(Settings(), /*quick=*/true), {.seed = 1});
}

const perceptron::Form& form(const perceptron::Result& result, const std::string& name) {
  for (const auto& one : result.forms) {
    if (one.name.en == name) return one;
  }
  throw std::out_of_range(name);
}

}  // namespace

TEST_CASE("Threshold, bias and sign form agree on every input, and give 0 at a tie") {
  const auto result = measured();
  REQUIRE(result.ties > 100);
  for (const char* name : {"bias", "threshold", "sign"}) {
    CHECK(form(result, name).rows == 0);
    CHECK(form(result, name).at_zero == 0);
  }
}

TEST_CASE("The gate form gives 1 at z = 0 and disagrees at every tie, nowhere else") {
  const auto result = measured();
  const auto& gate = form(result, "gate h(z)");
  CHECK(gate.at_zero == 1);
  CHECK(gate.rows == result.ties);
  CHECK(gate.ties == result.ties);
}

TEST_CASE("The verdicts follow from the counts") {
  const auto findings = perceptron::judge(measured());
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].verdict == Verdict::kHolds);
  CHECK(findings[1].verdict == Verdict::kHoldsWithLimits);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  auto broken = measured();
  broken.forms[1].rows = 1;   // the threshold form, not at a tie
  broken.forms[3].rows += 2;  // the gate form beside the ties
  for (const auto& finding : perceptron::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("The drawn neuron takes the tie that was asked for") {
  Settings settings;
  settings.set("--tie", "1");
  const auto result = perceptron::measure(perceptron::read_options(settings, true), {});
  CHECK(form(result, "chosen by --tie").at_zero == 1);
  CHECK(form(result, "chosen by --tie").rows == result.ties);
  CHECK(form(measured(), "chosen by --tie").rows == 0);
  const auto panel = perceptron::picture(perceptron::read_options(settings, true)).panels.front();
  CHECK(panel.marks.front().y.front() == 1);
  CHECK(panel.marks.back().y.front() == 0);
}
