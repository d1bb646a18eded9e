#include "14_backpropagation.h"

#include "gradus/models/mlp.h"
#include "gradus/report/verdict.h"

#include <algorithm>
#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

backpropagation::Options quick_options(const std::string& activation = "tanh") {
  Settings flags;
  flags.set("--activation", activation);
  return backpropagation::read_options(flags, /*quick=*/true);
}

}  // namespace

TEST_CASE("Gradients by hand are those of autograd through an Mlp with the same weights, to 1e-6") {
  for (const auto& activation : slope_names()) {
    for (uint64_t seed = 0; seed < 5; ++seed) {
      INFO(activation << ", seed " << seed);
      const auto [n, x, targets] = draw_problem(activation, {5, 7, 3, 11}, {}, seed);
      models::Mlp model(models::MlpOptions(5, 3).hidden({7}).activation(activation));
      model->to(torch::kFloat64);
      const auto parameters = model->parameters();
      {
        const torch::NoGradGuard no_gradient;
        const std::vector<torch::Tensor> values = {n.w1, n.b1, n.w2, n.b2};
        for (size_t i = 0; i < values.size(); ++i) parameters[i].copy_(values[i]);
      }
      torch::mse_loss(model->forward(x), targets).backward();
      const auto d =
          backpropagation::backward(n, x, targets, backpropagation::forward(n, x, targets));
      const std::vector<torch::Tensor> by_hand = {d.w1, d.b1, d.w2, d.b2};
      for (size_t i = 0; i < by_hand.size(); ++i) {
        CHECK(relative_difference(by_hand[i], parameters[i].grad()) < 1e-6);
      }
    }
  }
}

TEST_CASE("One neuron of each layer, worked out on paper") {
  const auto n = two_weight_network("tanh", 0.5, 2);
  const auto x = torch::ones({1, 1}, torch::kFloat64), t = torch::ones({1, 1}, torch::kFloat64);
  const auto pass = backpropagation::forward(n, x, t);
  const auto d = backpropagation::backward(n, x, t, pass);
  const double a = std::tanh(0.5), error = 2 * a - 1;
  CHECK(pass.loss.item<double>() == Approx(error * error));
  CHECK(d.w2.item<double>() == Approx(2 * error * a));
  CHECK(d.b2.item<double>() == Approx(2 * error));
  CHECK(d.w1.item<double>() == Approx(2 * error * 2 * (1 - a * a)));
  CHECK(d.b1.item<double>() == Approx(2 * error * 2 * (1 - a * a)));
}

TEST_CASE("Every claim holds for every activation at quick sizes") {
  for (const auto& activation : slope_names()) {
    INFO(activation);
    const auto result = backpropagation::measure(quick_options(activation), {});
    CHECK(result.checks.size() == 7);
    CHECK(std::ranges::count_if(
              result.checks, [](const auto& check) { return check.quotients.has_value(); }) == 4);
    const auto findings = backpropagation::judge(result);
    REQUIRE(findings.size() == 3);
    for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kHolds);
  }
}

TEST_CASE("The printed graph runs from the loss to all four parameters") {
  const auto graph = backpropagation::measure(quick_options(), {}).graph;
  REQUIRE_FALSE(graph.empty());
  CHECK(graph.front().tensor == "L");
  CHECK(std::ranges::count(graph, "AccumulateGrad", &GraphNode::name) == 4);
  for (const auto* name : {"y", "a₁", "z₁", "W₁", "b₁", "W₂", "b₂"}) {
    INFO(name);
    CHECK(std::ranges::count(graph, name, &GraphNode::tensor) == 1);
  }
}

TEST_CASE("The paths lie on the surface that is drawn") {
  const auto options = quick_options();
  const auto loss = backpropagation::two_weights(options, 3);
  const auto result = backpropagation::measure(options, {.seed = 3});
  for (const auto& path : result.descent.paths) {
    for (size_t i = 0; i < path.loss.size(); i += 10) {
      CHECK(path.loss[i] == Approx(loss(path.w1[i], path.w2[i]).loss));
    }
  }
  const auto& surface = result.descent.surface;
  CHECK(surface.values.front() == Approx(std::log10(loss(surface.x.min, surface.y.min).loss)));
  CHECK(surface.values.back() == Approx(std::log10(loss(surface.x.max, surface.y.max).loss)));
}

TEST_CASE("Steps that are too long do not go downhill, and the verdict says so") {
  auto options = quick_options();
  options.learning_rate = 3;
  const auto findings = backpropagation::judge(backpropagation::measure(options, {}));
  CHECK(findings[2].verdict != Verdict::kHolds);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  for (const double broken : {1e-3, std::nan("")}) {
    backpropagation::Result result;
    result.checks = {{"∂L/∂W₁", "", {1}, broken, broken}};
    result.descent.paths = {{{0, 0}, {0, 0}, {1, 2}}};
    for (const auto& finding : backpropagation::judge(result)) {
      CHECK(finding.verdict == Verdict::kDoesNotHold);
    }
  }
  backpropagation::Result detour;
  detour.descent.paths = {{{0, 0, 0}, {0, 0, 0}, {2, 3, 1}}};
  CHECK(backpropagation::judge(detour)[2].verdict == Verdict::kHoldsWithLimits);
}
