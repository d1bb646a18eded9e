#include "gradus/training/early_stopping.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/training/trainer.h"
#include "stack.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

#include <cmath>
#include <limits>

#include "catch.h"

using namespace gradus::training;

namespace {

/// A layer whose weight is the epoch's number, so that it tells which epoch it was taken from.
struct Scripted {
  torch::nn::Linear model{torch::nn::LinearOptions(1, 1)};
  EarlyStopping stopping;
  StopRequest stop;
  History history;

  explicit Scripted(EarlyStoppingOptions options) : stopping(model.ptr(), options) {}

  /// The epochs that were run, with the losses as they come.
  int64_t run(const std::vector<double>& losses) {
    stopping.on_fit_start({static_cast<int64_t>(losses.size()), 1, 10, 5});
    int64_t epoch = 0;
    for (const double loss : losses) {
      ++epoch;
      {
        const torch::NoGradGuard no_gradient;
        model->weight.fill_(epoch);
      }
      EpochRecord record;
      record.epoch = epoch;
      record.validation_loss = loss;
      stopping.on_epoch_end({record, static_cast<int64_t>(losses.size()), stop});
      if (stop.requested) break;
    }
    stopping.on_fit_end({history, stop});
    return epoch;
  }
  double weight() const { return model->weight.item<double>(); }
};

gradus::data::Dataset noisy(uint64_t seed, int64_t n) {
  gradus::seed_everything(seed);
  gradus::data::Dataset dataset;
  dataset.name = "noisy";
  dataset.inputs = torch::randn({n, 5});
  dataset.targets = (dataset.inputs.select(1, 0) + torch::randn({n}) > 0).to(torch::kInt64);
  dataset.class_names = {"0", "1"};
  return dataset;
}

torch::nn::AnyModule network() {
  gradus::seed_everything(0);
  Stack stack;
  stack->push_back(torch::nn::Linear(5, 64));
  stack->push_back(torch::nn::BatchNorm1d(64));
  stack->push_back(torch::nn::ReLU());
  stack->push_back(torch::nn::Linear(64, 2));
  return torch::nn::AnyModule(stack);
}

}  // namespace

TEST_CASE("Training ends `patience` epochs after the best one, with the best epoch's weights") {
  Scripted run({.patience = 3});
  CHECK(run.run({5, 4, 3, 3.5, 3.2, 3, 2, 1}) == 6);
  CHECK(run.stopping.best_epoch() == 3);
  CHECK(run.stopping.best_loss() == 3);
  CHECK(run.weight() == 3);
  CHECK_THAT(run.stop.reason, ContainsSubstring("3 of epoch 3 in 3 epochs"));
}

TEST_CASE("Every improvement begins the wait anew") {
  Scripted run({.patience = 2});
  CHECK(run.run({5, 6, 4, 6, 3, 6, 2}) == 7);
  CHECK_FALSE(run.stop.requested);
  CHECK(run.weight() == 7);
}

TEST_CASE("A fall of no more than the minimum change is no improvement") {
  Scripted run({.patience = 2, .minimum_change = 0.5});
  CHECK(run.run({5, 4.5, 4.5, 1}) == 3);
  CHECK(run.stopping.best_epoch() == 1);
  Scripted larger({.patience = 2, .minimum_change = 0.5});
  CHECK(larger.run({5, 4.25, 3.5, 3.25}) == 4);
  CHECK(larger.stopping.best_epoch() == 3);
}

TEST_CASE("The best weights come back also when the training ends for another reason") {
  Scripted run({.patience = 10});
  CHECK(run.run({3, 1, 2}) == 3);
  CHECK(run.weight() == 2);
}

TEST_CASE("Losses that are not numbers are no improvement, and nothing is restored without one") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Scripted run({.patience = 2});
  CHECK(run.run({nan, nan, 1}) == 2);
  CHECK(run.stopping.best_epoch() == 0);
  CHECK(run.weight() == 2);
}

TEST_CASE("An epoch that was stopped before its validation is passed over") {
  Scripted run({.patience = 1});
  EpochRecord record;
  record.epoch = 1;
  run.stopping.on_epoch_end({record, 10, run.stop});
  CHECK_FALSE(run.stop.requested);
  CHECK(run.stopping.best_epoch() == 0);
}

TEST_CASE("A second training starts from nothing") {
  Scripted run({.patience = 1});
  run.run({1, 2});
  run.stop = {};
  CHECK(run.run({9, 8, 9}) == 3);
  CHECK(run.stopping.best_loss() == 8);
  CHECK(run.weight() == 2);
}

TEST_CASE("A trainer that overfits is stopped, and evaluates as it did in the best epoch") {
  const auto train = noisy(1, 40), validation = noisy(2, 200);
  auto model = network();
  Trainer trainer(model, {"adam", 0.02, {}}, make_loss("cross_entropy"),
                  TrainerOptions().epochs(300).batch_size(20));
  auto stopping = std::make_shared<EarlyStopping>(model.ptr(), EarlyStoppingOptions{.patience = 5});
  const auto history = trainer.add(stopping).fit(train, &validation);

  int64_t best = 1;  // found again, from the history alone
  for (const auto& record : history.epochs) {
    if (*record.validation_loss < *history.epochs[static_cast<size_t>(best - 1)].validation_loss) {
      best = record.epoch;
    }
  }
  CHECK(stopping->best_epoch() == best);
  CHECK(static_cast<int64_t>(history.epochs.size()) == best + 5);
  // The same loss to the last bit needs the batch normalization's buffers as well.
  CHECK(trainer.evaluate(validation).loss == stopping->best_loss());
}

TEST_CASE("Impossible options and a missing validation set are refused with the value") {
  const auto train = noisy(1, 10);
  auto model = network();
  const auto make = [&](EarlyStoppingOptions options) {
    return EarlyStopping(model.ptr(), options);
  };
  CHECK_THROWS_MESSAGE(make({.patience = 0}), gradus::UsageError, "patience = 0");
  CHECK_THROWS_MESSAGE(make({.minimum_change = -1}), gradus::UsageError, "minimum change = -1");
  CHECK_THROWS_AS(make({.minimum_change = std::nan("")}), gradus::UsageError);
  Trainer trainer(model, {"sgd", 0.1, {}}, make_loss("cross_entropy"));
  trainer.add(std::make_shared<EarlyStopping>(model.ptr()));
  CHECK_THROWS_MESSAGE(trainer.fit(train), gradus::UsageError, "validation set");
}
