#include "gradus/models/perceptron.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/models/gates.h"
#include "gradus/models/registry.h"

#include <sstream>

#include "catch.h"

using gradus::Settings;
using gradus::models::make_gate;
using gradus::models::make_model;
using gradus::models::Perceptron;
using gradus::models::PerceptronForm;
using gradus::models::PerceptronOptions;
using gradus::models::PerceptronOutput;

TEST_CASE("The threshold, the bias and the sign form agree everywhere, the tie included") {
  // Small whole numbers land on the line often; the others are rounded as they come.
  torch::manual_seed(1);
  const auto whole = torch::randint(-2, 3, {500, 3}).to(torch::kFloat32);
  const auto rows = torch::cat({whole, torch::randn({500, 3})});
  for (const auto& weights :
       {std::vector<double>{-1, 1, 1, 1}, {0, 2, -1, 1}, {0.1, 0.3, -0.7, 0.2}}) {
    const auto bias = make_gate(weights)->forward(rows);
    CHECK(torch::equal(make_gate(weights, PerceptronForm::kThreshold)->forward(rows), bias));
    CHECK(torch::equal(make_gate(weights, PerceptronForm::kSign)->forward(rows), bias));
  }
}

TEST_CASE("The gate form differs from the bias form at the tie alone") {
  const auto rows = torch::randint(-2, 3, {500, 3}).to(torch::kFloat32);
  const std::vector<double> weights = {-1, 1, 1, 1};
  auto bias = make_gate(weights);
  auto gate = make_gate(weights, PerceptronForm::kGate);
  const auto ties = bias->score(rows).eq(0);
  REQUIRE(ties.any().item<bool>());
  CHECK(torch::equal(gate->forward(rows).ne(bias->forward(rows)), ties));
  CHECK(gate->forward(rows).masked_select(ties).eq(1).all().item<bool>());
}

TEST_CASE("A perceptron returns its class, or on request the score that can be trained") {
  Perceptron step(PerceptronOptions(2));
  const auto rows = torch::randn({6, 2});
  const auto classes = step->forward(rows);
  CHECK(classes.sizes() == std::vector<int64_t>{6, 1});
  CHECK_FALSE(classes.requires_grad());
  CHECK(torch::equal(classes, step->score(rows).gt(0).to(torch::kFloat32)));
  step->options.output(PerceptronOutput::kScore);
  CHECK(step->forward(rows).requires_grad());
  CHECK(torch::equal(step->forward(rows), step->score(rows)));
}

TEST_CASE("The registered perceptron returns scores, and steps when asked") {
  auto scores = make_model("perceptron", {2, 2});
  CHECK(scores.forward(torch::randn({3, 2})).requires_grad());
  auto steps = make_model("perceptron", {2, 2}, Settings::parse("output=step,form=gate"));
  CHECK_FALSE(steps.forward(torch::randn({3, 2})).requires_grad());
  CHECK(steps.get<Perceptron>()->options.form() == PerceptronForm::kGate);
  CHECK_THROWS_MESSAGE(make_model("perceptron", {2, 2}, Settings::parse("form=gates")),
                       gradus::UsageError, "unknown form 'gates': did you mean 'gate'?");
}

TEST_CASE("A perceptron prints its options and refuses bad ones") {
  std::ostringstream text;
  text << *Perceptron(PerceptronOptions(2).form(PerceptronForm::kSign));
  CHECK_THAT(text.str(),
             StartsWith("gradus::models::Perceptron(inputs=2, form=sign, output=step)"));
  CHECK_THROWS_MESSAGE(Perceptron(PerceptronOptions(0)), gradus::UsageError,
                       "inputs = 0: expected at least 1");
}
