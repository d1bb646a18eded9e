#include "20_depth.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/models/mlp.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

depth::Options small_options() {
  auto options = depth::read_options(Settings(), /*quick=*/true);
  options.data = {"digits"};
  options.parameters = 5000;
  options.epochs = 3;
  return options;
}

const std::vector<DepthSweep>& small_result() {
  static const auto result = depth::measure(small_options(), {});
  return result;
}

/// Networks with 1, 2, … hidden layers of these accuracies; both seeds differ a little alike.
DepthSweep sweep_of(const std::vector<double>& accuracies) {
  DepthSweep sweep{"set", {}, 0, 0};
  for (size_t i = 0; i < accuracies.size(); ++i) {
    sweep.networks.push_back({std::vector<int64_t>(i + 1, 9),
                              0,
                              {accuracies[i], accuracies[i] + 0.0101, accuracies[i] + 0.0099}});
  }
  return sweep;
}

std::vector<std::string> verdicts(const std::vector<DepthSweep>& sweeps) {
  std::vector<std::string> result;
  for (const auto& finding : depth::judge(sweeps))
    result.push_back(report::to_text(finding.verdict).en);
  return result;
}

const std::string kHolds = "holds", kLimits = "holds with limits", kNot = "does not hold";

}  // namespace

TEST_CASE("By default 1 to 8 hidden layers run on Fashion-MNIST and on digits") {
  const auto options = depth::read_options(Settings(), /*quick=*/false);
  CHECK(options.data == std::vector<std::string>{"fashion-mnist", "digits"});
  CHECK(options.depths == std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(options.seeds >= 5);
}

TEST_CASE("Networks of every depth have the same number of parameters to 2 %") {
  for (const auto& network : small_result()[0].networks) {
    CHECK(std::abs(network.parameters - 5000) < 100);
    const models::Mlp real(models::MlpOptions(64, 10).hidden(network.hidden));
    CHECK(parameter_count(*real) == network.parameters);
  }
}

TEST_CASE("Every depth is trained from several seeds, and learns") {
  const auto& sweep = small_result()[0];
  REQUIRE(sweep.networks.size() == 3);
  CHECK(sweep.networks[2].depth() == 4);
  for (const auto& network : sweep.networks) {
    CHECK(network.accuracies.size() == 3);
    CHECK(report::estimate(network.accuracies).mean > 0.5);
  }
}

TEST_CASE("Depth that helps up to three layers and changes nothing after is what is claimed") {
  CHECK(verdicts({sweep_of({0.80, 0.85, 0.851, 0.852, 0.849})}) ==
        std::vector<std::string>{kHolds, kHolds, kHolds});
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  CHECK(verdicts({sweep_of({0.85, 0.80, 0.82, 0.70, 0.60})}) ==
        std::vector<std::string>{kNot, kNot, kNot});
  CHECK(verdicts({sweep_of({0.85, 0.85, 0.85, 0.90, 0.90})}).back() == kNot);
}

TEST_CASE("No difference at all is not a gain") {
  CHECK(verdicts({sweep_of({0.85, 0.85, 0.85, 0.85})}) ==
        std::vector<std::string>{kNot, kNot, kHolds});
}

TEST_CASE("Means within a point, with wider intervals, hold with limits") {
  auto sweep = sweep_of({0.80, 0.85, 0.85, 0.85});
  sweep.networks[3].accuracies = {0.87, 0.84, 0.86};
  CHECK(verdicts({sweep}).back() == kLimits);
}

TEST_CASE("Each data set is judged on its own") {
  const auto good = sweep_of({0.80, 0.85, 0.851}), bad = sweep_of({0.85, 0.80, 0.60});
  CHECK(verdicts({good, bad}) ==
        std::vector<std::string>{kHolds, kHolds, kHolds, kNot, kNot, kNot});
}

TEST_CASE("Each data set has its panels: accuracy, and change with the margin of a point") {
  const auto panels = depth::picture({small_result()[0], small_result()[0]}).panels;
  REQUIRE(panels.size() == 4);
  CHECK(panels[0].curves[0].x == std::vector<double>{1, 2, 4});
  CHECK(panels[1].curves.size() == 3);
  CHECK(panels[0].curves[0].colour != panels[2].curves[0].colour);
}

TEST_CASE("The same seed gives the same numbers") {
  auto options = small_options();
  options.epochs = 1, options.examples = 200, options.seeds = 2;
  const auto first = depth::measure(options, {.seed = 3});
  const auto second = depth::measure(options, {.seed = 3});
  CHECK(first[0].networks[2].accuracies == second[0].networks[2].accuracies);
}

TEST_CASE("Sets are joined by +, and a budget that no widths meet is refused") {
  Settings settings;
  settings.set("--data", "digits+iris");
  CHECK(depth::read_options(settings, true).data == std::vector<std::string>{"digits", "iris"});
  settings.set("--data", "");
  CHECK_THROWS_AS(depth::read_options(settings, true), UsageError);
  auto options = small_options();
  options.parameters = 50;
  CHECK_THROWS_AS(depth::measure(options, {}), UsageError);
}
