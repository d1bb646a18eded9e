#include "07_sigmoid_neuron.h"

#include "side_by_side.h"
#include "unit_network.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

sigmoid_neuron::Options quick_options(const std::map<std::string, std::string>& flags = {}) {
  Settings settings;
  for (const auto& [flag, value] : flags) settings.set(flag, value);
  return sigmoid_neuron::read_options(settings, /*quick=*/true);
}

}  // namespace

TEST_CASE("The step network never moves, and the sigmoid network learns XOR") {
  const auto result = sigmoid_neuron::measure(quick_options(), {});
  for (const auto& network : result.step.networks) {
    CHECK(network.gradient == 0);
    CHECK(network.moved == 0);
    CHECK(network.losses.front() == Approx(network.losses.back()));
    CHECK(network.accuracy < 0.8);
  }
  for (const auto& network : result.smooth.networks) {
    CHECK(network.gradient > 0);
    CHECK(network.moved > 0.1);
    CHECK(network.losses.back() < network.losses.front() / 2);
    CHECK(network.accuracy > 0.9);
  }
  const auto findings = sigmoid_neuron::judge(result);
  REQUIRE(findings.size() == 3);
  for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kHolds);
}

TEST_CASE("The step's gradient is exactly 0 at thousands of random places, the sigmoid's nowhere") {
  const auto result = sigmoid_neuron::measure(quick_options({{"--epochs", "2"}}), {});
  CHECK(result.step.slopes.points >= 10'000);
  CHECK(result.step.slopes.nonzero == 0);
  CHECK(result.smooth.slopes.nonzero == result.smooth.slopes.points);
  // z is uniform on [-4, 4]: the quotient sees the step at a share of h / 4.
  for (size_t k = 0; k < sigmoid_neuron::kHalfWidths.size(); ++k) {
    const double expected = sigmoid_neuron::kHalfWidths[k] / 4;
    const auto points = static_cast<double>(result.step.slopes.points);
    CHECK(result.step.slopes.quotients[k] ==
          Approx(expected).margin(5 * std::sqrt(expected / points)));
    CHECK(result.smooth.slopes.quotients[k] == 1);
  }
}

TEST_CASE("No optimizer moves the step network") {
  for (const auto* optimizer : {"sgd", "adam", "rmsprop"}) {
    INFO(optimizer);
    const auto result = sigmoid_neuron::measure(
        quick_options({{"--optimizer", optimizer}, {"--epochs", "5"}, {"--points", "10000"}}), {});
    for (const auto& network : result.step.networks) CHECK(network.moved == 0);
    for (const auto& network : result.smooth.networks) CHECK(network.moved > 0);
  }
}

TEST_CASE("Both kinds of network start from the same weights") {
  const auto weights = [](const std::string& activation) {
    return seeded(4, [&] { return unit_network(2, {8}, activation); })->parameters();
  };
  const auto step = weights("step"), smooth = weights("sigmoid");
  REQUIRE(step.size() == smooth.size());
  for (size_t i = 0; i < step.size(); ++i) CHECK(torch::equal(step[i], smooth[i]));
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  const auto arm = [](Slopes slopes, std::vector<double> accuracies, double moved) {
    sigmoid_neuron::Arm arm{"", std::move(slopes), {}};
    for (const double accuracy : accuracies) {
      arm.networks.push_back({.gradient = moved, .moved = moved, .accuracy = accuracy});
    }
    return arm;
  };
  const Slopes flat{100, 0, {0.2, 0.02, 0.002, 0}};
  const Slopes sloped{100, 1, {0.2, 0.02, 0.002, 0}}, broad{100, 0, {0.2, 0.2, 0.2, 0.2}};
  for (const auto& slopes : {sloped, broad}) {
    const sigmoid_neuron::Result broken{
        arm(slopes, {0.9, 0.8, 0.9}, 1e-30), arm(flat, {0.9, 0.8, 0.9}, 1), {}};
    for (const auto& finding : sigmoid_neuron::judge(broken)) {
      CHECK(finding.verdict == Verdict::kDoesNotHold);
    }
  }
  const sigmoid_neuron::Result little{
      arm(flat, {0.5, 0.5, 0.5}, 0), arm(flat, {0.6, 0.61, 0.6}, 1), {}};
  CHECK(sigmoid_neuron::judge(little)[2].verdict == Verdict::kHoldsWithLimits);
}

TEST_CASE("A smooth network that is given steps is seen not to learn") {
  const auto findings = sigmoid_neuron::judge(sigmoid_neuron::measure(
      quick_options({{"--activation", "step"}, {"--epochs", "2"}, {"--points", "10000"}}), {}));
  CHECK(findings[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The same seed gives the same trainings, however many run side by side") {
  const auto options = quick_options({{"--epochs", "10"}, {"--points", "10000"}});
  const auto first = sigmoid_neuron::measure(options, {.seed = 3});
  const auto second = sigmoid_neuron::measure(options, {.seed = 3});
  for (size_t i = 0; i < first.smooth.networks.size(); ++i) {
    CHECK(first.smooth.networks[i].losses == second.smooth.networks[i].losses);
  }
}

TEST_CASE("The pictures show the loss of both networks and what each says of the plane") {
  const auto result = sigmoid_neuron::measure(
      quick_options({{"--epochs", "200"}, {"--seeds", "2"}, {"--points", "10000"}}), {});
  const auto panels = sigmoid_neuron::picture(result).panels;
  REQUIRE(panels.size() == 3);
  for (const auto& curve : panels[0].curves) {
    CHECK(curve.x.size() <= 150);
    CHECK(curve.low.size() == curve.x.size());
  }
  CHECK(panels[1].region.has_value());
  CHECK(panels[2].region.has_value());
}
