#include "gradus/models/perceptron_rule.h"

#include "gradus/core/error.h"
#include "gradus/models/gates.h"

#include <algorithm>

#include "catch.h"

using gradus::DataError;
using gradus::UsageError;
using gradus::models::apply_perceptron_rule;
using gradus::models::make_gate;
using gradus::models::Perceptron;
using gradus::models::PerceptronForm;
using gradus::models::PerceptronOptions;
using gradus::models::PerceptronRuleOptions;
using gradus::models::PerceptronUpdate;

namespace {

torch::Tensor truth_table() {
  return torch::tensor({{0.f, 0.f}, {0.f, 1.f}, {1.f, 0.f}, {1.f, 1.f}});
}

torch::Tensor targets(std::initializer_list<int64_t> values) {
  return torch::tensor(std::vector<int64_t>(values));
}

}  // namespace

TEST_CASE("The perceptron rule learns AND by the steps that one takes by hand") {
  // From zero weights (b, w1, w2) goes by (1,1,1) (0,1,1) (-1,1,0) (0,2,1) (-1,2,0) (-2,1,0)
  // (-1,2,1) (-2,1,1) (-1,2,2) to (-2,2,1); the sixth pass finds no error.
  auto model = make_gate({0, 0, 0});
  const auto result = apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}));
  CHECK(result.converged);
  CHECK(result.updates == 10);
  CHECK(result.epochs == 6);
  CHECK(torch::equal(model->linear->weight, torch::tensor({{2.f, 1.f}})));
  CHECK(model->linear->bias.item<double>() == -2);
}

TEST_CASE("Each change of the weights is told as it happens") {
  std::vector<PerceptronUpdate> updates;
  const auto options = PerceptronRuleOptions().on_update(
      [&](const PerceptronUpdate& update) { updates.push_back(update); });
  auto model = make_gate({0, 0, 0});
  const auto result = apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}), options);
  const std::vector<std::vector<double>> by_hand = {{1, 1, 1},  {0, 1, 1},  {-1, 1, 0}, {0, 2, 1},
                                                    {-1, 2, 0}, {-2, 1, 0}, {-1, 2, 1}, {-2, 1, 1},
                                                    {-1, 2, 2}, {-2, 2, 1}};
  REQUIRE(updates.size() == by_hand.size());
  std::vector<int64_t> examples, epochs;
  for (size_t i = 0; i < updates.size(); ++i) {
    CHECK(updates[i].weights == by_hand[i]);
    examples.push_back(updates[i].example);
    epochs.push_back(updates[i].epoch);
  }
  CHECK(examples == std::vector<int64_t>{3, 0, 1, 3, 1, 2, 3, 2, 3, 1});
  CHECK(std::ranges::is_sorted(epochs));
  CHECK(epochs.front() == 1);
  CHECK(epochs.back() == result.epochs - 1);
}

TEST_CASE("The perceptron rule converges on every separable gate from any start") {
  torch::manual_seed(4);
  for (const auto& gate : {targets({0, 0, 0, 1}), targets({0, 1, 1, 1}), targets({1, 1, 1, 0}),
                           targets({1, 0, 0, 0})}) {
    for (const auto form : {PerceptronForm::kBias, PerceptronForm::kGate}) {
      Perceptron model(PerceptronOptions(2).form(form));
      CHECK(apply_perceptron_rule(model, truth_table(), gate).converged);
      CHECK(torch::equal(model->predict(truth_table()).squeeze(1), gate.to(torch::kFloat32)));
    }
  }
}

TEST_CASE("From zero weights the updates stay within Novikoff's bound") {
  auto model = make_gate({0, 0, 0});
  const auto result = apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}));
  // With the intercept as a third input R² = 3, and W = (-3, 2, 2) has the margin 1/sqrt(17).
  CHECK(result.updates <= 3 * 17);
}

TEST_CASE("The perceptron rule gives up on XNOR after the passes that it was given") {
  auto model = make_gate({0, 0, 0});
  const auto result = apply_perceptron_rule(model, truth_table(), targets({1, 0, 0, 1}),
                                            PerceptronRuleOptions().max_epochs(50));
  CHECK_FALSE(result.converged);
  CHECK(result.epochs == 50);
  CHECK(result.updates >= 50);
}

TEST_CASE("Without an error nothing is changed") {
  auto model = gradus::models::and_gate();
  const auto result = apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}));
  CHECK(result.converged);
  CHECK(result.updates == 0);
  CHECK(result.epochs == 1);
  CHECK(torch::equal(model->linear->weight, torch::tensor({{2.f, 2.f}})));
}

TEST_CASE("The tie is learned from as the form says") {
  // One row at the origin with target 0: a score of 0 is right in the bias form, wrong in the gate.
  const auto row = torch::zeros({1, 2});
  CHECK(apply_perceptron_rule(make_gate({0, 0, 0}), row, targets({0})).updates == 0);
  auto gate = make_gate({0, 0, 0}, PerceptronForm::kGate);
  CHECK(apply_perceptron_rule(gate, row, targets({0})).updates == 1);
  CHECK(gate->linear->bias.item<double>() == -1);
}

TEST_CASE("The learning rate scales the steps") {
  auto model = make_gate({0, 0, 0});
  apply_perceptron_rule(model, torch::tensor({{2.f, 4.f}}), targets({1}),
                        PerceptronRuleOptions().learning_rate(0.5));
  CHECK(torch::equal(model->linear->weight, torch::tensor({{1.f, 2.f}})));
  CHECK(model->linear->bias.item<double>() == 0.5);
}

TEST_CASE("The perceptron rule refuses what it cannot learn from") {
  Perceptron model(PerceptronOptions(2));
  CHECK_THROWS_MESSAGE(apply_perceptron_rule(model, truth_table(), targets({0, 0, 2, 1})),
                       DataError, "target 2 of row 2: expected 0 or 1");
  CHECK_THROWS_MESSAGE(apply_perceptron_rule(model, truth_table(), targets({0, 1})), DataError,
                       "targets of shape [2] for 4 rows");
  CHECK_THROWS_MESSAGE(apply_perceptron_rule(model, torch::zeros({4, 3}), targets({0, 0, 0, 0})),
                       DataError, "model of 2 input features");
  CHECK_THROWS_MESSAGE(apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}),
                                             PerceptronRuleOptions().max_epochs(0)),
                       UsageError, "max_epochs = 0");
  CHECK_THROWS_MESSAGE(apply_perceptron_rule(model, truth_table(), targets({0, 0, 0, 1}),
                                             PerceptronRuleOptions().learning_rate(0)),
                       UsageError, "learning_rate = 0");
}
