#include "06_sensitivity.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

sensitivity::Options quick_options(const std::map<std::string, std::string>& flags = {}) {
  Settings settings;
  for (const auto& [flag, value] : flags) settings.set(flag, value);
  return sensitivity::read_options(settings, /*quick=*/true);
}

/// Outputs [rows] of a network with the given units for the same random weights and inputs.
torch::Tensor outputs_of(const std::string& activation) {
  seed_everything(5);
  auto model = sensitivity::network(quick_options(), activation);
  return model->forward(torch::randn({500, 2})).flatten();
}

}  // namespace

TEST_CASE("The network has three layers, and its output is a unit like the others") {
  auto model = sensitivity::network(quick_options({{"--width", "5"}}), "step");
  std::vector<std::vector<int64_t>> shapes;
  for (const auto& parameter : model->parameters()) shapes.push_back(parameter.sizes().vec());
  CHECK(shapes == std::vector<std::vector<int64_t>>{{5, 2}, {5}, {5, 5}, {5}, {1, 5}, {1}});
  const auto step = outputs_of("step");
  CHECK(step.eq(0).logical_or(step.eq(1)).all().item<bool>());
  const auto smooth = outputs_of("sigmoid");
  CHECK(smooth.gt(0).logical_and(smooth.lt(1)).all().item<bool>());
}

TEST_CASE("A step network's output stays or flips, a sigmoid network's moves, for every layer") {
  for (const auto* layer : {"1", "2", "3"}) {
    INFO(layer);
    const auto result = sensitivity::measure(
        quick_options({{"--layer", layer}, {"--delta", "0.1"}, {"--inputs", "50"}}), {});
    const auto findings = sensitivity::judge(result);
    REQUIRE(findings.size() == 3);
    for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kHolds);
    int64_t flips = 0;
    for (const auto& sweep : result.step.sweeps) {
      flips += sweep.flips;
      CHECK(sweep.partial == 0);
      CHECK((sweep.jumps[0] == 0 || sweep.jumps[0] == 1));
    }
    CHECK(flips > 0);
    for (const auto& sweep : result.smooth.sweeps) CHECK(sweep.jumps[0] < 0.1);
  }
}

TEST_CASE("The rules fail where the smooth network is one of steps, or Δw is large") {
  const auto steps = sensitivity::judge(
      sensitivity::measure(quick_options({{"--activation", "step"}, {"--delta", "0.1"}}), {}));
  CHECK(steps[1].verdict == Verdict::kDoesNotHold);
  CHECK(steps[2].verdict == Verdict::kDoesNotHold);
  const auto large =
      sensitivity::judge(sensitivity::measure(quick_options({{"--delta", "8"}}), {}));
  CHECK(large[1].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  sensitivity::Result broken;
  broken.deltas = {0.1, 0.05};
  broken.changes = 100;
  broken.step.sweeps = {{{0.5, 0.25}, 0, 3}, {{1, 1}, 2, 0}};
  broken.smooth.sweeps = {{{0.4, 0.4}, 0, 9}, {{0.01, 0.005}, 0, 9}};
  for (const auto& finding : sensitivity::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("Few seeds with a flip limit the claim, none at all does not bear it out") {
  sensitivity::Result result;
  result.deltas = {0.1, 0.05};
  result.smooth.sweeps = {{{0.01, 0.005}, 0, 9}, {{0.02, 0.01}, 0, 9}, {{0.02, 0.01}, 0, 9}};
  result.step.sweeps = {{{1, 1}, 1, 0}, {{0, 0}, 0, 0}, {{0, 0}, 0, 0}};
  CHECK(sensitivity::judge(result)[0].verdict == Verdict::kHoldsWithLimits);
  result.step.sweeps[0] = {{0, 0}, 0, 0};
  CHECK(sensitivity::judge(result)[0].verdict == Verdict::kDoesNotHold);
  CHECK(sensitivity::judge(result)[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Both curves are in one picture, of the same weights") {
  const auto panels =
      sensitivity::picture(sensitivity::measure(quick_options({{"--delta", "0.1"}}), {})).panels;
  REQUIRE(panels.size() == 2);
  REQUIRE(panels[0].curves.size() == 2);
  CHECK(panels[0].curves[0].x == panels[0].curves[1].x);
  CHECK(panels[0].curves[0].x.size() <= 150);
  for (const double y : panels[0].curves[0].y) CHECK((y == 0 || y == 1));
}

TEST_CASE("The same seed gives the same sweeps, however many run side by side") {
  const auto options = quick_options({{"--delta", "0.1"}});
  const auto first = sensitivity::measure(options, {.seed = 3});
  const auto second = sensitivity::measure(options, {.seed = 3});
  for (size_t i = 0; i < first.smooth.sweeps.size(); ++i) {
    CHECK(first.smooth.sweeps[i].jumps == second.smooth.sweeps[i].jumps);
    CHECK(first.step.sweeps[i].flips == second.step.sweeps[i].flips);
  }
}

TEST_CASE("Steps that do not fit the range are refused") {
  CHECK_THROWS_MESSAGE(quick_options({{"--delta", "9"}}), UsageError, "--delta=9");
  CHECK_THROWS_MESSAGE(quick_options({{"--range", "1000"}}), UsageError, "expected 1 to 5000");
  CHECK_THROWS_MESSAGE(quick_options({{"--layer", "4"}}), UsageError, "--layer=4");
}
