#include "11_activations.h"

#include "activation_gallery.h"
#include "gradus/core/error.h"
#include "gradus/report/statistics.h"
#include "gradus/report/verdict.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

activations::Options quick_options(const std::string& list = "") {
  Settings flags;
  if (!list.empty()) flags.set("--activations", list);
  return activations::read_options(flags, /*quick=*/true);
}

Examined function(const char* text, ActivationTraits measured, ActivationTraits textbook,
                  double error) {
  return {text, {.traits = measured, .autograd_error = error}, textbook, /*named=*/true};
}

}  // namespace

TEST_CASE("The demo examines the course's seven functions and six others, as textbooks say") {
  int named = 0;
  for (const auto& name : quick_options().activations) {
    INFO(name);
    const auto examined = examine(name);
    named += examined.named;
    REQUIRE(examined.textbook);
    CHECK(examined.measured.traits == *examined.textbook);
  }
  CHECK(named == 7);
  CHECK(quick_options().activations.size() == 13);
}

TEST_CASE(
    "At quick sizes the properties agree, two of seven have all, and sigmoids vanish faster") {
  const auto result = activations::measure(quick_options("sign,sigmoid,tanh,relu"), {});
  const auto findings = activations::judge(result);
  REQUIRE(findings.size() == 5);
  CHECK(findings[0].verdict == Verdict::kHolds);
  CHECK(findings[1].verdict == Verdict::kHolds);
  CHECK(findings[2].verdict == Verdict::kHoldsWithLimits);
  CHECK(findings[4].verdict == Verdict::kHolds);
  CHECK(report::estimate(result.decays.front().slopes).mean < -0.4);
  CHECK(result.race.size() == 4);
}

TEST_CASE("The same seed gives the same numbers, however many trainings run side by side") {
  const auto options = quick_options("tanh,relu");
  const auto first = activations::measure(options, {.seed = 3});
  const auto second = activations::measure(options, {.seed = 3});
  CHECK(first.race[0].accuracies == second.race[0].accuracies);
  CHECK(first.race[1].losses == second.race[1].losses);
  CHECK(first.decays[0].slopes == second.decays[0].slopes);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  activations::Result broken;
  broken.functions = {function("relu", {false, true, false}, {true, true, true}, 0.5)};
  broken.decays = {{"sigmoid", {}, {-0.1, -0.2, -0.1}}, {"relu", {}, {-0.1, -0.1, -0.2}}};
  auto findings = activations::judge(broken);
  REQUIRE(findings.size() == 4);
  for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kDoesNotHold);

  broken.functions.push_back(function("tanh", {true, true, true}, {true, true, true}, 0));
  broken.race = {{"relu", {0.9, 0.91, 0.92}}, {"tanh", {0.8, 0.8, 0.8}}};
  findings = activations::judge(broken);
  REQUIRE(findings.size() == 5);
  CHECK(findings[3].verdict == Verdict::kDoesNotHold);
  broken.race = {{"relu", {0.8, 0.8, 0.8}}, {"tanh", {0.9, 0.91, 0.92}}};
  CHECK(activations::judge(broken)[3].verdict == Verdict::kHolds);
}

TEST_CASE("The gallery has a panel for each function, with a gap where it jumps") {
  const auto panels = gallery({examine("sign"), examine("tanh")});
  REQUIRE(panels.panels.size() == 2);
  const auto gaps = [](const report::Curve& curve) {
    return std::ranges::count_if(curve.y, [](double y) { return std::isnan(y); });
  };
  CHECK(gaps(panels.panels[0].curves[0]) == 2);  // before and after sign(0) = 0
  CHECK(gaps(panels.panels[1].curves[0]) == 0);
}

TEST_CASE("Unknown activations and an empty list are refused before anything runs") {
  CHECK_THROWS_AS(quick_options("relu,sigmod"), UsageError);
  CHECK_THROWS_AS(quick_options(","), UsageError);
}
