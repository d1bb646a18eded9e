#include "gradus/training/weight_average.h"

#include "gradus/core/error.h"
#include "scripted_training.h"
#include "small_task.h"

#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <algorithm>
#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::training;

namespace {

/// Copies of the weights after each step, and of what validation measured.
struct WeightLog : Callback {
  torch::optim::Optimizer* optimizer = nullptr;
  std::vector<std::vector<torch::Tensor>> steps;  ///< before the first, and after each
  std::vector<std::vector<torch::Tensor>> validated;

  std::vector<torch::Tensor> now() const {
    std::vector<torch::Tensor> copies;
    for (const auto& group : optimizer->param_groups())
      for (const auto& parameter : group.params()) copies.push_back(parameter.detach().clone());
    return copies;
  }
  void on_fit_start(const FitStart& event) override {
    optimizer = &event.optimizer;
    steps.push_back(now());
  }
  void on_step_end(const StepEnd&) override { steps.push_back(now()); }
  void on_validation_end(const ValidationEnd&) override { validated.push_back(now()); }
};

/// The average after all but the first of `values`, as a sum over all of them.
torch::Tensor closed_form(const std::vector<torch::Tensor>& values, WeightAverageOptions options) {
  auto sum = torch::zeros_like(values.front(), torch::kFloat64);
  double left = 1;  // the product of later decays
  for (size_t t = values.size() - 1; t > 0; --t) {
    const auto done = static_cast<double>(t - 1);
    const double decay =
        options.warm_up ? std::min(options.decay, (1 + done) / (10 + done)) : options.decay;
    sum += left * (1 - decay) * values[t].to(torch::kFloat64);
    left *= decay;
  }
  return sum + left * values.front().to(torch::kFloat64);
}

std::vector<torch::Tensor> parameters_of(const std::vector<std::vector<torch::Tensor>>& steps,
                                         size_t index, size_t count) {
  std::vector<torch::Tensor> values;
  for (size_t i = 0; i < count; ++i) values.push_back(steps[i][index]);
  return values;
}

void check_close(const torch::Tensor& value, const torch::Tensor& expected) {
  CHECK((value.to(torch::kFloat64) - expected).abs().max().item<double>() < 1e-6);
}

Trainer trainer_of(engine::EngineKind engine, const std::string& optimizer = "adam",
                   bool decay_all = true) {
  OptimizerSpec spec{optimizer, 0.05, {}};
  spec.decay_all = decay_all;
  return Trainer(test::small_network(), spec, make_loss("cross_entropy"),
                 TrainerOptions().epochs(4).batch_size(10).engine(engine));
}

}  // namespace

TEST_CASE("Each engine's validation measures the average, and training goes on with the weights") {
  const auto train = test::noisy_classes(1, 45), validation = test::noisy_classes(2, 50);
  const WeightAverageOptions options{.decay = 0.8};
  for (const auto engine : {engine::EngineKind::kEager, engine::EngineKind::kFused}) {
    const auto log = std::make_shared<WeightLog>(), plain = std::make_shared<WeightLog>();
    auto trainer = trainer_of(engine);
    trainer.add(std::make_shared<WeightAverage>(options)).add(log).fit(train, &validation);
    trainer_of(engine).add(plain).fit(train, &validation);
    REQUIRE(log->validated.size() == 4);
    for (size_t epoch = 0; epoch < 4; ++epoch) {
      const auto values = parameters_of(log->steps, 0, 1 + 5 * (epoch + 1));
      check_close(log->validated[epoch][0], closed_form(values, options));
    }
    for (size_t step = 0; step < plain->steps.size(); ++step)
      CHECK(torch::equal(log->steps[step][0], plain->steps[step][0]));
    // At the end the model has the average; the very one that was measured last.
    CHECK(torch::equal(log->now()[0], log->validated.back()[0]));
    CHECK_FALSE(torch::equal(log->now()[0], log->steps.back()[0]));
  }
}

TEST_CASE(
    "The average is kept without warm-up, of every group and of an optimizer without flat memory") {
  const auto train = test::noisy_classes(1, 45);
  const WeightAverageOptions options{.decay = 0.9, .warm_up = false};
  for (const bool lbfgs : {false, true}) {
    const auto log = std::make_shared<WeightLog>();
    auto trainer = trainer_of(engine::EngineKind::kEager, lbfgs ? "lbfgs" : "adamw", lbfgs);
    trainer.add(std::make_shared<WeightAverage>(options)).add(log).fit(train);
    const auto final = log->now();
    REQUIRE(final.size() > 1);
    for (size_t i = 0; i < final.size(); ++i)
      check_close(final[i], closed_form(parameters_of(log->steps, i, log->steps.size()), options));
  }
}

TEST_CASE("An interrupted training with an average ends as one that never stopped, bit for bit") {
  const auto train = test::noisy_classes(1, 45), validation = test::noisy_classes(2, 50);
  const auto make = [&](int64_t epoch, int64_t step) {
    auto trainer = trainer_of(engine::EngineKind::kAuto);
    trainer.add(std::make_shared<WeightAverage>(WeightAverageOptions{.decay = 0.8}))
        .add(std::make_shared<test::InterruptAt>(epoch, step));
    return trainer;
  };
  auto whole = make(0, 0);
  const auto history = whole.fit(train, &validation);
  for (const auto& [epoch, step] : {std::pair{1, 2}, {2, 5}, {4, 4}}) {
    auto first = make(epoch, step);
    first.fit(train, &validation);
    auto second = make(0, 0);
    second.load_state(first.state());
    const auto again = second.fit(train, &validation);
    CHECK(test::same_weights(second.model(), whole.model()));
    CHECK(*again.epochs.back().validation_loss == *history.epochs.back().validation_loss);
  }
}

TEST_CASE("A decay out of range and an average of other parameters are refused") {
  const auto make = [](double decay) { return WeightAverage({.decay = decay}); };
  CHECK_THROWS_MESSAGE(make(1), UsageError, "decay = 1");
  CHECK_THROWS_MESSAGE(make(-0.1), UsageError, "decay = -0.1");
  CHECK_THROWS_AS(make(std::nan("")), UsageError);
  torch::nn::Linear model(2, 2);
  torch::optim::SGD optimizer(model->parameters(), torch::optim::SGDOptions(0.1));
  WeightAverage average;
  test::ScriptedTraining training(average, *model, optimizer, 1, 1);
  training.start();
  auto state = average.state();
  state["average.0"] = torch::zeros({7});
  CHECK_THROWS_MESSAGE((average.load_state(state), 0), CheckpointError,
                       "'average.0' has 7 numbers, expected 4");
}
