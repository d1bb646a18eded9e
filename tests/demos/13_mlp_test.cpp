#include "13_mlp.h"

#include "gradus/core/error.h"
#include "gradus/models/activation.h"
#include "gradus/report/verdict.h"

#include <torch/nn/modules/activation.h>

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

mlp::Options options_of(std::vector<int64_t> hidden, const std::string& activation) {
  Settings flags;
  flags.set("--activation", activation);
  auto options = mlp::read_options(flags, /*quick=*/true);
  options.hidden = std::move(hidden);
  return options;
}

std::vector<Verdict> verdicts(const mlp::Options& options) {
  std::vector<Verdict> all;
  for (const auto& finding : mlp::judge(mlp::measure(options, {}))) all.push_back(finding.verdict);
  return all;
}

}  // namespace

TEST_CASE("Single neurons in plain loops give the network's outputs to 1e-6, whatever it is") {
  for (const auto& activation : models::activations().names()) {
    for (const auto& hidden :
         std::vector<std::vector<int64_t>>{{}, {1}, {7}, {5, 4}, {3, 3, 3, 3}}) {
      INFO(activation << " with " << hidden.size() << " hidden layers");
      auto model = mlp::make_network(options_of(hidden, activation), {.seed = 2});
      CHECK(mlp::neuron_error(model, 10, 0) < 1e-6);
    }
  }
}

TEST_CASE("A network whose neurons are not f(w x + b) is noticed") {
  auto options = options_of({5}, "tanh");
  auto model = mlp::make_network(options, {});
  const auto row = std::vector<double>{0.3, -0.2, 0.9};
  const auto values = mlp::run_neurons(model, row);
  REQUIRE(values.size() == 3);
  CHECK(values[0] == row);
  CHECK(values[1].size() == 5);
  model->layers->push_back(torch::nn::Softmax(-1));  // looks at all neurons of its layer
  CHECK(mlp::neuron_error(model, 10, 0) > 1e-3);
}

TEST_CASE("At defaults all claims hold") {
  for (const auto verdict : verdicts(options_of({5, 4}, "tanh"))) {
    CHECK(verdict == Verdict::kHolds);
  }
}

TEST_CASE("Learned slopes of activations are limits to the count, not errors of it") {
  CHECK(verdicts(options_of({5, 4}, "prelu"))[1] == Verdict::kHoldsWithLimits);
}

TEST_CASE(
    "Without hidden layers it is no multilayer perceptron; without activations, with limits") {
  CHECK(verdicts(options_of({}, "tanh"))[0] == Verdict::kDoesNotHold);
  CHECK(verdicts(options_of({5, 4}, "identity"))[0] == Verdict::kHoldsWithLimits);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  mlp::Result broken;
  broken.parts = {.widths = {3, 2}, .activations = 0, .parameters = 9, .learned_slopes = 0};
  broken.neuron_error = 1e-3;
  for (const auto& finding : mlp::judge(broken)) CHECK(finding.verdict == Verdict::kDoesNotHold);
  broken.neuron_error = std::nan("");
  CHECK(mlp::judge(broken)[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Unknown activations are refused before anything runs") {
  CHECK_THROWS_AS(options_of({5}, "tan"), UsageError);
}
