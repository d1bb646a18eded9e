#include "gradus/training/early_stopping.h"

#include "gradus/core/error.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/training/weight_average.h"
#include "scripted_training.h"
#include "small_task.h"

#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <cmath>
#include <limits>

#include "catch.h"

using namespace gradus;
using namespace gradus::training;
using gradus::test::ScriptedTraining;

namespace {

/// A layer whose weight is the epoch's number, so that it tells which epoch it was taken from.
struct Scripted {
  torch::nn::Linear model{torch::nn::LinearOptions(1, 1)};
  torch::optim::SGD optimizer{model->parameters(), torch::optim::SGDOptions(0.1)};
  EarlyStopping stopping;
  StopRequest stop;

  explicit Scripted(EarlyStoppingOptions options) : stopping(options) {}

  /// The epochs that were run, with the losses as they come and accuracies of 1 / loss.
  int64_t run(const std::vector<double>& losses, bool validated = true, bool interrupted = false) {
    ScriptedTraining training(stopping, *model, optimizer, 1, std::ssize(losses));
    training.start(1, 0, validated ? 5 : 0);
    int64_t epoch = 0;
    for (const double loss : losses) {
      set_weight(static_cast<double>(++epoch));
      auto record = record_of(epoch, loss);
      if (validated) {
        record.validation_loss = loss;
        record.validation_metrics = {{"accuracy", 1 / loss}};
        training.validate(record);
      }
      training.end_epoch(record);
      if (training.stop.requested) break;
    }
    if (interrupted) training.stop.interrupt("test");
    stop = training.stop;
    training.end();
    return epoch;
  }
  static EpochRecord record_of(int64_t epoch, double loss) {
    EpochRecord record;
    record.epoch = epoch;
    record.train_loss = loss;
    record.examples = ScriptedTraining::kExamples;
    return record;
  }
  void set_weight(double value) {
    const torch::NoGradGuard no_gradient;
    model->weight.fill_(value);
  }
  double weight() const { return model->weight.item<double>(); }
};

struct Fit {
  Trainer trainer;
  std::shared_ptr<EarlyStopping> stopping;
  History history;
};

/// Trains what soon overfits; stops after `patience` epochs.
Fit fit(EarlyStoppingOptions options, std::pair<int64_t, int64_t> interrupted = {},
        const StateMap& state = {}, std::shared_ptr<Callback> before = nullptr) {
  const auto train = test::noisy_classes(1, 40), validation = test::noisy_classes(2, 200);
  Fit fit{Trainer(test::small_network(), {"adam", 0.02, {}}, make_loss("cross_entropy"),
                  TrainerOptions().epochs(100).batch_size(20)),
          std::make_shared<EarlyStopping>(options),
          {}};
  fit.trainer.add(std::make_shared<metrics::Accuracy>());
  if (before) fit.trainer.add(before);
  fit.trainer.add(fit.stopping);
  fit.trainer.add(std::make_shared<test::InterruptAt>(interrupted.first, interrupted.second));
  if (!state.empty()) fit.trainer.load_state(state);
  fit.history = fit.trainer.fit(train, &validation);
  return fit;
}

}  // namespace

TEST_CASE("Training ends `patience` epochs after the best one, with the best epoch's weights") {
  Scripted run({.patience = 3});
  CHECK(run.run({5, 4, 3, 3.5, 3.2, 3, 2, 1}) == 6);
  CHECK(run.stopping.best_epoch() == 3);
  CHECK(run.stopping.best_value() == 3);
  CHECK(run.weight() == 3);
  CHECK_THAT(run.stop.reason, ContainsSubstring("validation_loss than 3 of epoch 3 in 3 epochs"));
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

TEST_CASE("A metric may be monitored: accuracy is better when it is higher, an error when lower") {
  Scripted run({.patience = 2, .monitor = "accuracy"});
  CHECK(run.run({5, 4, 3, 3.5, 3.2, 1}) == 5);
  CHECK(run.stopping.best_epoch() == 3);
  CHECK(run.stopping.best_value() == Approx(1.0 / 3));
  CHECK_FALSE(Monitor("validation_accuracy").lower_is_better());
  CHECK_FALSE(Monitor("train_r2").lower_is_better());
  CHECK(Monitor("validation_mse").lower_is_better());
  CHECK(Monitor("train_loss").lower_is_better());
  Scripted unknown({.monitor = "acuracy"});
  CHECK_THROWS_MESSAGE(unknown.run({1}), UsageError, "value to monitor 'acuracy'");
}

TEST_CASE("The training loss may be monitored without a validation set") {
  Scripted run({.patience = 2, .monitor = "train_loss"});
  CHECK(run.run({3, 2, 4, 4, 1}, /*validated=*/false) == 4);
  CHECK(run.weight() == 2);
}

TEST_CASE("The best weights come back also when the training ends for another reason") {
  Scripted run({.patience = 10});
  CHECK(run.run({3, 1, 2}) == 3);
  CHECK(run.weight() == 2);
}

TEST_CASE("The weights stay where they are after an interruption, or without restore_best") {
  Scripted interrupted({.patience = 10});
  interrupted.run({3, 1, 2}, true, /*interrupted=*/true);
  CHECK(interrupted.weight() == 3);
  Scripted without({.patience = 2, .restore_best = false});
  CHECK(without.run({3, 1, 2, 2}) == 4);
  CHECK(without.weight() == 4);
}

TEST_CASE("Losses that are not numbers are no improvement, and nothing is restored without one") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Scripted run({.patience = 2});
  CHECK(run.run({nan, nan, 1}) == 2);
  CHECK(run.stopping.best_epoch() == 0);
  CHECK(run.weight() == 2);
}

TEST_CASE("An epoch that was stopped within it is passed over") {
  Scripted run({.patience = 1, .monitor = "train_loss"});
  ScriptedTraining training(run.stopping, *run.model, run.optimizer, 1, 10);
  training.start();
  auto record = Scripted::record_of(1, 0.5);
  record.examples = 3;
  training.end_epoch(record);
  CHECK_FALSE(training.stop.requested);
  CHECK(run.stopping.best_epoch() == 0);
}

TEST_CASE("A second training starts from nothing") {
  Scripted run({.patience = 1});
  run.run({1, 2});
  CHECK(run.run({9, 8, 9}) == 3);
  CHECK(run.stopping.best_value() == 8);
  CHECK(run.weight() == 2);
}

TEST_CASE("A trainer that overfits is stopped, and evaluates as it did in the best epoch") {
  const auto validation = test::noisy_classes(2, 200);
  for (const bool averaged : {false, true}) {
    auto run = fit({.patience = 5}, {}, {},
                   averaged ? std::make_shared<WeightAverage>() : std::shared_ptr<WeightAverage>());
    int64_t best = 1;  // found again, from the history alone
    for (const auto& record : run.history.epochs) {
      const auto& so_far = run.history.epochs[static_cast<size_t>(best - 1)];
      if (*record.validation_loss < *so_far.validation_loss) best = record.epoch;
    }
    CHECK(run.stopping->best_epoch() == best);
    CHECK(std::ssize(run.history.epochs) == best + 5);
    // The same loss to the last bit needs the batch normalization's buffers as well.
    CHECK(run.trainer.evaluate(validation).loss == run.stopping->best_value());
  }
}

TEST_CASE("A training that goes on stops at the same epoch with the same best weights") {
  auto whole = fit({.patience = 5});
  const auto best = whole.stopping->best_epoch(), last = std::ssize(whole.history.epochs);
  REQUIRE(last == best + 5);
  // Before the best epoch, after it, and in the very last step before the stop.
  for (const auto& at :
       {std::pair{int64_t{1}, int64_t{1}}, {best + 2, int64_t{1}}, {last, int64_t{2}}}) {
    const auto state = fit({.patience = 5}, at).trainer.state();
    auto second = fit({.patience = 5}, {}, state);
    CHECK(second.stopping->best_epoch() == best);
    CHECK(std::ssize(second.history.epochs) == last);
    CHECK(test::same_weights(second.trainer.model(), whole.trainer.model()));
  }
}

TEST_CASE("Best weights of another model are refused") {
  Scripted run({});
  ScriptedTraining training(run.stopping, *run.model, run.optimizer, 1, 10);
  training.start();
  auto record = Scripted::record_of(1, 1);
  record.validation_loss = 1;
  training.validate(record);
  auto state = run.stopping.state();
  state["best.weight"] = torch::zeros({2, 2});
  CHECK_THROWS_MESSAGE((run.stopping.load_state(state), 0), CheckpointError,
                       "best weights' 'weight'");
  state.erase("best.weight");
  CHECK_THROWS_MESSAGE((run.stopping.load_state(state), 0), CheckpointError, "lacks 'weight'");
}

TEST_CASE("Impossible options and a missing validation set are refused with the value") {
  const auto make = [](EarlyStoppingOptions options) { return EarlyStopping(options); };
  CHECK_THROWS_MESSAGE(make({.patience = 0}), UsageError, "patience = 0");
  CHECK_THROWS_MESSAGE(make({.minimum_change = -1}), UsageError, "minimum change = -1");
  CHECK_THROWS_AS(make({.minimum_change = std::nan("")}), UsageError);
  Trainer trainer(test::small_network(), {"sgd", 0.1, {}}, make_loss("cross_entropy"));
  trainer.add(std::make_shared<EarlyStopping>());
  CHECK_THROWS_MESSAGE(trainer.fit(test::noisy_classes(1, 10)), UsageError, "validation set");
}
