#include "08_neuron.h"

#include "gradus/core/error.h"
#include "gradus/models/activation.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

neuron::Options options(const std::map<std::string, std::string>& flags = {}) {
  Settings settings;
  for (const auto& [flag, value] : flags) settings.set(flag, value);
  return neuron::read_options(settings, /*quick=*/true);
}

const neuron::Output& output_of(const neuron::Result& result, const std::string& activation) {
  return *std::ranges::find(result.outputs, activation, &neuron::Output::activation);
}

}  // namespace

TEST_CASE("A neuron's values, computed by hand") {
  const auto result = neuron::measure(
      options({{"--inputs", "1,0.5,-2"}, {"--weights", "0.4,-0.6,0.3"}, {"--bias", "-0.3"}}), {});
  // 0.4·1 - 0.6·0.5 + 0.3·(-2) - 0.3 = -0.8
  CHECK(result.sum.layer == Approx(-0.8).epsilon(1e-12));
  CHECK(result.sum.intercept == Approx(-0.8).epsilon(1e-12));
  CHECK(output_of(result, "sigmoid").value == Approx(0.3100255).epsilon(1e-6));
  CHECK(output_of(result, "tanh").value == Approx(-0.6640368).epsilon(1e-6));
  CHECK(output_of(result, "relu").value == 0);
  CHECK(output_of(result, "prelu").value == Approx(-0.2).epsilon(1e-12));
  CHECK(output_of(result, "sign").value == -1);
}

TEST_CASE("Every registered activation agrees with its formula, at many z") {
  for (const double bias : {-100., -12., -3., -1., -0.5, 0., 0.25, 1., 2.5, 19.5, 40., 1000.}) {
    INFO(bias);
    const auto result =
        neuron::measure(options({{"--weights", "0,0,0"}, {"--bias", fmt::format("{}", bias)}}), {});
    CHECK(result.sum.layer == bias);
    REQUIRE(result.outputs.size() == models::activations().names().size());
    for (const auto& output : result.outputs) {
      INFO(output.activation);
      CHECK(output.value == Approx(output.closed_form).margin(1e-6));
      CHECK(output.worst < 1e-6);
    }
    for (const auto& finding : neuron::judge(result)) CHECK(finding.verdict == Verdict::kHolds);
  }
}

TEST_CASE("The slopes are those of the formulas, by difference quotients") {
  constexpr double kStep = 1e-5;
  const auto at = [](double bias) {
    return neuron::measure(
        options({{"--weights", "0,0,0"}, {"--bias", fmt::format("{:.17g}", bias)}}), {});
  };
  for (const double z : {-2.3, -0.8, 0.4, 1.7}) {
    const auto here = at(z), above = at(z + kStep), below = at(z - kStep);
    for (size_t i = 0; i < here.outputs.size(); ++i) {
      INFO(here.outputs[i].activation);
      const double quotient =
          (above.outputs[i].closed_form - below.outputs[i].closed_form) / (2 * kStep);
      CHECK(here.outputs[i].slope == Approx(quotient).margin(1e-6));
    }
  }
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  neuron::Result broken{options(), {.layer = 1, .intercept = 1.1, .written = 1}, {0, 1}, {}};
  broken.outputs = {{"sigmoid", "", 0.7, 0.71, 0.2}};
  for (const auto& finding : neuron::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
  broken.sum = {.layer = 1.1, .intercept = 1, .written = 1};
  CHECK(neuron::judge(broken)[0].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("One activation that is wrong, elsewhere than at z, or without a formula is enough") {
  auto result = neuron::measure(options(), {});
  for (const size_t i : {size_t{0}, result.outputs.size() - 1}) {
    auto wrong = result;
    wrong.outputs[i].worst = 1e-3;
    CHECK(neuron::judge(wrong)[1].verdict == Verdict::kDoesNotHold);
    wrong = result;
    wrong.outputs[i].closed_form = NAN;
    CHECK(neuron::judge(wrong)[1].verdict == Verdict::kDoesNotHold);
  }
  result.outputs.clear();
  CHECK(neuron::judge(result)[1].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The drawing has every number: inputs, weights, bias, z and every activation's output") {
  const auto drawing = neuron::drawing(neuron::measure(options({{"--activation", "elu"}}), {}));
  CHECK(drawing.inputs == std::vector<double>{1, 0.5, -2});
  CHECK(drawing.weights == std::vector<double>{0.4, -0.6, 0.3});
  CHECK(drawing.bias == -0.3);
  CHECK(drawing.z == Approx(-0.8));
  CHECK(drawing.outputs.size() == models::activations().names().size());
  CHECK(drawing.chosen == "elu");
}

TEST_CASE("The neuron's place is marked on the chosen activation and on its derivative") {
  const auto panels =
      neuron::picture(neuron::measure(options({{"--activation", "sigmoid"}}), {})).panels;
  REQUIRE(panels.size() == 2);
  const double sigmoid = 1 / (1 + std::exp(0.8));
  CHECK(panels[0].marks[0].x[0] == Approx(-0.8));
  CHECK(panels[0].marks[0].y[0] == Approx(sigmoid));
  CHECK(panels[1].marks[0].y[0] == Approx(sigmoid * (1 - sigmoid)));
}

TEST_CASE("Wrong inputs of the neuron are refused") {
  CHECK_THROWS_MESSAGE(options({{"--inputs", "1,2"}}), UsageError, "expected 3 numbers");
  CHECK_THROWS_MESSAGE(options({{"--activation", "sigmoit"}}), UsageError,
                       "did you mean 'sigmoid'?");
  CHECK_THROWS_MESSAGE(options({{"--bias", "1e9"}}), UsageError, "expected at most 1e+06");
}
