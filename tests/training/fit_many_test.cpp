#include "gradus/training/fit_many.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/data/batches.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/models/mlp.h"
#include "stack.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

#include "catch.h"

using gradus::data::Dataset;
using namespace gradus::training;

namespace {

Dataset points(int64_t rows, int64_t features) {
  torch::manual_seed(1);
  Dataset dataset;
  dataset.name = "points";
  dataset.inputs = torch::randn({rows, features});
  dataset.targets =
      (dataset.inputs.select(1, 0) * dataset.inputs.select(1, 1) > 0).to(torch::kInt64);
  dataset.class_names = {"unlike", "like"};
  return dataset;
}

struct Case {
  std::string optimizer = "sgd";
  std::vector<int64_t> hidden = {8, 8};
  int64_t features = 2;
  double dropout = 0;
  int64_t batch_size = 32;
};

torch::nn::AnyModule mlp(const Case& of, uint64_t seed) {
  gradus::seed_everything(seed);
  return torch::nn::AnyModule(gradus::models::Mlp(gradus::models::MlpOptions(of.features, 2)
                                                      .hidden(of.hidden)
                                                      .activation("tanh")
                                                      .dropout(of.dropout)));
}

Trainer make_trainer(torch::nn::AnyModule model, const Case& of, uint64_t seed, double rate) {
  Trainer trainer(std::move(model), {of.optimizer, rate, {}}, make_loss("cross_entropy"),
                  TrainerOptions().epochs(4).batch_size(of.batch_size).seed(seed).threads(1));
  trainer.add(std::make_shared<gradus::metrics::Accuracy>());
  return trainer;
}

/// Networks of their own seeds and rates, and what `fit` makes of them.
struct Networks {
  explicit Networks(const Case& of, int64_t count = 5) {
    for (int64_t i = 0; i < count; ++i) {
      const auto seed = static_cast<uint64_t>(i);
      models.push_back(mlp(of, seed));
      trainers.push_back(make_trainer(models.back(), of, seed, 0.01 * static_cast<double>(i + 1)));
    }
  }

  std::vector<History> fit_one_by_one(const Dataset& train, const Dataset* validation) {
    std::vector<History> histories;
    for (auto& trainer : trainers) histories.push_back(trainer.fit(train, validation));
    return histories;
  }

  std::vector<torch::nn::AnyModule> models;
  std::vector<Trainer> trainers;
};

bool are_equal(const EpochRecord& a, const EpochRecord& b) {
  return a.epoch == b.epoch && a.train_loss == b.train_loss && a.train_metrics == b.train_metrics &&
         a.validation_loss == b.validation_loss && a.validation_metrics == b.validation_metrics &&
         a.learning_rate == b.learning_rate && a.examples == b.examples;
}

void check_equal(const std::vector<History>& a, const std::vector<History>& b) {
  REQUIRE(a.size() == b.size());
  for (size_t i = 0; i < a.size(); ++i)
    CHECK(std::ranges::equal(a[i].epochs, b[i].epochs, are_equal));
}

void check_equal(const Networks& a, const Networks& b) {
  for (size_t i = 0; i < a.models.size(); ++i) {
    const auto left = a.models[i].ptr()->parameters(), right = b.models[i].ptr()->parameters();
    for (size_t k = 0; k < left.size(); ++k) CHECK(torch::equal(left[k], right[k]));
  }
}

}  // namespace

TEST_CASE("Many networks at once become what each becomes alone, to the bit") {
  const std::vector<Case> cases = {{},
                                   {.optimizer = "adam"},
                                   {.optimizer = "adam", .hidden = {40, 30}, .features = 20},
                                   {.hidden = {}},
                                   {.hidden = {64, 64}, .batch_size = 1},
                                   {.batch_size = 300}};
  for (const auto& one : cases) {
    const auto train = points(203, one.features), validation = points(50, one.features);
    Networks alone(one);
    const auto expected = alone.fit_one_by_one(train, &validation);
    CHECK(expected.front().epochs.back().train_loss != expected.back().epochs.back().train_loss);
    for (const int64_t threads : {1, 2, 0}) {
      INFO(one.optimizer << ", " << one.hidden.size() << " hidden layers, " << threads
                         << " threads");
      Networks many(one);
      check_equal(fit_many(many.trainers, train, &validation, threads), expected);
      check_equal(many, alone);
      CHECK(many.trainers.front().engine_reason().empty());
    }
  }
}

TEST_CASE("Networks with dropout draw what they would draw one after the other") {
  const Case with_dropout{.optimizer = "adam", .dropout = 0.3};
  const auto train = points(100, 2);
  Networks alone(with_dropout), many(with_dropout);
  CHECK(many.trainers.front().draws());
  gradus::seed_everything(7);
  const auto expected = alone.fit_one_by_one(train, nullptr);
  gradus::seed_everything(7);
  check_equal(fit_many(many.trainers, train, nullptr, 2), expected);
  check_equal(many, alone);
}

TEST_CASE("Modules that the fused engine does not know are trained, and it is said why so") {
  const auto train = points(64, 2);
  std::vector<Trainer> trainers;
  std::vector<double> expected;
  for (const bool keep : {false, true}) {
    for (uint64_t seed = 0; seed < 2; ++seed) {
      gradus::seed_everything(seed);
      Stack stack;
      stack->push_back(torch::nn::Linear(2, 4));
      stack->push_back(torch::nn::Linear(4, 2));
      auto trainer = make_trainer(torch::nn::AnyModule(stack), {}, seed, 0.1);
      if (keep) {
        trainers.push_back(std::move(trainer));
      } else {
        expected.push_back(trainer.fit(train).epochs.back().train_loss);
      }
    }
  }
  const auto histories = fit_many(trainers, train);
  for (size_t i = 0; i < 2; ++i) {
    CHECK_FALSE(trainers[i].engine_reason().empty());
    CHECK(histories[i].epochs.back().train_loss == expected[i]);
  }
}

TEST_CASE("A network that diverges is named") {
  const auto train = points(64, 2);
  Networks networks({});
  {
    const torch::NoGradGuard no_gradient;
    networks.models[2].ptr()->parameters().front().fill_(NAN);
  }
  CHECK_THROWS_AS(fit_many(networks.trainers, train, nullptr, 2), gradus::DivergedError);
  CHECK_THROWS_WITH(fit_many(networks.trainers, train, nullptr, 2),
                    StartsWith("network 3 of 5: training diverged in epoch 1, step 1"));
}

TEST_CASE("A divergence amid steps that are taken at once is found at its step") {
  auto train = points(640, 2);
  // What the tenth batch of 32 takes among others.
  const auto row = gradus::data::Batches(train, 32, 0, 1).order()[300].item<int64_t>();
  train.inputs[row][0] = NAN;
  const auto message = [&](bool told) -> std::string {
    auto trainer = make_trainer(mlp({}, 0), {}, 0, 0.1);
    if (told) trainer.add(std::make_shared<Callback>());
    try {
      trainer.fit(train);
    } catch (const gradus::DivergedError& error) {
      return error.what();
    }
    return "no divergence";
  };
  CHECK_THAT(message(true), ContainsSubstring("diverged in epoch 1, step 10:"));
  CHECK(message(false) == message(true));
}

TEST_CASE("No networks make no histories, and threads below 0 are refused") {
  const auto train = points(10, 2);
  std::vector<Trainer> none;
  CHECK(fit_many(none, train).empty());
  CHECK_THROWS_AS(fit_many(none, train, nullptr, -1), gradus::UsageError);
}

TEST_CASE("Whether every step is told of makes no difference to the training") {
  struct EveryStep : Callback {
    std::vector<int64_t> steps;
    void on_step_end(const StepEnd& event) override { steps.push_back(event.step); }
  };
  struct SomeSteps : EveryStep {
    int64_t step_interval() const override { return 3; }
  };
  const auto train = points(203, 2);
  Networks silent({}, 3), told({}, 3);
  const auto every = std::make_shared<EveryStep>();
  const auto some = std::make_shared<SomeSteps>();
  told.trainers[0].add(every);
  told.trainers[1].add(some);
  check_equal(told.fit_one_by_one(train, nullptr), silent.fit_one_by_one(train, nullptr));
  check_equal(told, silent);
  REQUIRE(every->steps.size() == 4 * 7);
  CHECK(std::vector(some->steps.begin(), some->steps.begin() + 4) ==
        std::vector<int64_t>{3, 6, 7, 3});
}
