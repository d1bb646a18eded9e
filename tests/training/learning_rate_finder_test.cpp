#include "gradus/training/learning_rate_finder.h"

#include "gradus/core/error.h"
#include "gradus/metrics/accuracy.h"
#include "small_task.h"

#include <cmath>
#include <limits>

#include "catch.h"

using namespace gradus;
using namespace gradus::training;

namespace {

RateSweep sweep_of(const data::Dataset& train, torch::nn::AnyModule model,
                   const RateFinderOptions& finder = {}, OptimizerSpec optimizer = {"sgd", {}, {}},
                   TrainerOptions options = TrainerOptions().batch_size(20)) {
  return find_learning_rate(std::move(model), optimizer, make_loss("cross_entropy"), options, train,
                            finder);
}

/// Steps whose smoothed losses are a function of the logarithm of the rate, from 1e-4 to 1.
template <typename Function>
RateSweep made_of(Function loss) {
  RateSweep sweep;
  for (int i = 0; i <= 40; ++i) {
    sweep.rates.push_back(std::pow(10, -4 + i / 10.0));
    sweep.smoothed.push_back(loss(-4 + i / 10.0));
  }
  judge_sweep(sweep);
  return sweep;
}

}  // namespace

TEST_CASE("Rates grow exponentially from step to step, over as many epochs as it takes") {
  const auto train = test::noisy_classes(1, 50);
  const RateFinderOptions finder{.from = 1e-6, .to = 1e-2, .steps = 41};
  const auto sweep = sweep_of(train, test::small_network(), finder);
  REQUIRE(sweep.rates.size() == 41);
  for (size_t i = 0; i < 41; ++i)
    CHECK(sweep.rates[i] == Approx(std::pow(10, -6 + static_cast<double>(i) / 10)).epsilon(1e-12));
  CHECK(sweep.end.empty());
}

TEST_CASE("The sweep's losses are those of steps with these rates, and the means are theirs") {
  const auto train = test::noisy_classes(1, 50);
  const RateFinderOptions finder{.from = 1e-3, .to = 1, .steps = 20, .stop_ratio = 100};
  const auto sweep = sweep_of(train, test::small_network(), finder, {"sgd", {}, {}},
                              TrainerOptions().batch_size(50).engine(engine::EngineKind::kEager));
  // By hand: the whole data set is one batch.
  auto model = test::small_network();
  model.ptr()->train();
  double mean = 0;
  for (size_t i = 0; i < 20; ++i) {
    model.ptr()->zero_grad();
    const auto loss =
        make_loss("cross_entropy").function(model.forward(train.inputs), train.targets);
    loss.backward();
    CHECK(sweep.losses[i] == Approx(loss.item<double>()).epsilon(1e-3));
    mean = 0.9 * mean + 0.1 * sweep.losses[i];
    CHECK(sweep.smoothed[i] == Approx(mean / (1 - std::pow(0.9, i + 1.0))).epsilon(1e-12));
    const torch::NoGradGuard no_gradient;
    for (auto& parameter : model.ptr()->parameters())
      parameter -= std::pow(10, -3 + 3.0 * static_cast<double>(i) / 19) * parameter.grad();
  }
}

TEST_CASE("The sweep leaves no trace: weights, buffers, mode and generators are what they were") {
  const auto train = test::noisy_classes(1, 50);
  auto model = test::small_network();
  model.ptr()->eval();
  const auto untouched = test::small_network();
  torch::manual_seed(7);
  sweep_of(train, model);
  CHECK(test::same_weights(*model.ptr(), *untouched.ptr()));
  CHECK_FALSE(model.ptr()->is_training());
  const auto drawn = torch::rand({3});
  torch::manual_seed(7);
  CHECK(torch::equal(drawn, torch::rand({3})));
}

TEST_CASE("A sweep into rates that are too high ends early, and suggests one that trains") {
  auto train = test::noisy_classes(1, 400);
  train.targets = (train.inputs.select(1, 0) > 0).to(torch::kInt64);
  // A linear model, whose loss grows with its weights.
  seed_everything(3);
  const torch::nn::AnyModule model(models::Mlp(models::MlpOptions(5, 2).hidden({})));
  const auto sweep = sweep_of(train, model, {.to = 1e5, .steps = 150});
  CHECK_THAT(sweep.end, ContainsSubstring("4 times its lowest"));
  CHECK(sweep.rates.back() < 1e5);
  REQUIRE(sweep.suggestion);
  CHECK(*sweep.suggestion <= 0.1 * sweep.lowest_rate * (1 + 1e-12));
  Trainer trainer(model, {"sgd", *sweep.suggestion, {}}, make_loss("cross_entropy"),
                  TrainerOptions().epochs(30).batch_size(20));
  trainer.add(std::make_shared<metrics::Accuracy>()).fit(train);
  CHECK(trainer.evaluate(train).metrics.front().second > 0.95);
}

TEST_CASE("A loss that stops being a number ends the sweep with what came before") {
  const auto train = test::noisy_classes(1, 100);
  seed_everything(3);
  const torch::nn::AnyModule model(models::Mlp(models::MlpOptions(5, 2).hidden({})));
  const auto before = *model.ptr()->parameters()[0].detach().clone().data_ptr<float>();
  const auto sweep = sweep_of(train, model, {.to = 1e60, .steps = 60, .stop_ratio = 1e300});
  CHECK(sweep.end == "the loss was not finite");
  CHECK(sweep.rates.size() == sweep.losses.size());
  CHECK(sweep.rates.size() == sweep.smoothed.size());
  CHECK(std::isfinite(sweep.losses.back()));
  CHECK(*model.ptr()->parameters()[0].data_ptr<float>() == before);
}

TEST_CASE("The suggestion is where the loss falls fastest, but a tenth below the lowest at most") {
  // Falls as a logistic curve about 1e-3, then rises from 1e-1 on.
  const auto usual =
      made_of([](double x) { return 1 / (1 + std::exp(4 * (x + 3))) + std::max(0.0, x + 1) * 3; });
  CHECK(*usual.steepest_rate == Approx(1e-3).epsilon(1e-9));
  CHECK(*usual.suggestion == Approx(1e-3).epsilon(1e-9));
  CHECK(usual.lowest_rate == Approx(1e-1).epsilon(1e-9));
  const auto late = made_of([](double x) { return x < -1 ? 3 - std::exp(x + 1) : 5 + x; });
  CHECK(late.lowest_rate == Approx(std::pow(10, -1.1)).epsilon(1e-9));
  CHECK(*late.suggestion == Approx(std::pow(10, -2.1)).epsilon(1e-9));
  CHECK(*late.steepest_rate > *late.suggestion);
}

TEST_CASE("Slopes of noise before the loss begins to fall are no suggestion") {
  const auto noisy = made_of([](double x) {
    const double noise = std::abs(x + 3) < 0.06 ? 0.08 : 0;  // a step up, and down again
    return 3 - 0.5 * std::max(0.0, x + 2) + noise;
  });
  CHECK(*noisy.steepest_rate > 0.99e-2);
}

TEST_CASE("There is no suggestion where the loss never falls") {
  CHECK_FALSE(made_of([](double x) { return 5 + x; }).suggestion);
  CHECK_FALSE(made_of([](double) { return 2.0; }).suggestion);
}

TEST_CASE("Options out of range are refused, and data without a usable loss") {
  const auto train = test::noisy_classes(1, 50);
  const auto refused = [&](RateFinderOptions finder) {
    return sweep_of(train, test::small_network(), finder);
  };
  CHECK_THROWS_MESSAGE(refused({.from = 0}), UsageError, "rates from 0 to 10");
  CHECK_THROWS_MESSAGE(refused({.from = 1, .to = 1}), UsageError, "expected 0 < from < to");
  CHECK_THROWS_MESSAGE(refused({.steps = 19}), UsageError, "steps = 19");
  CHECK_THROWS_MESSAGE(refused({.smoothing = 1}), UsageError, "smoothing = 1");
  CHECK_THROWS_MESSAGE(refused({.stop_ratio = std::nan("")}), UsageError, "stop ratio = nan");
  CHECK_THROWS_MESSAGE(refused({.from = 1e25, .to = 1e30}), RunError, "begin it with a lower rate");
}
