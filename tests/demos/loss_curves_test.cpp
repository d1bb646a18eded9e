#include "loss_curves.h"

#include "experiment.h"
#include "gradus/data/load.h"
#include "gradus/models/mlp.h"
#include "gradus/training/early_stopping.h"
#include "side_by_side.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

struct Run {
  LossPath path;
  training::History history;
  double final_train, final_test;
};

Run train(int64_t epochs, int64_t interval, int64_t patience) {
  const auto moons = data::load_data("moons:n=40,test=60,noise=0.4,seed=1");
  torch::nn::AnyModule model(
      seeded(1, [] { return models::Mlp(models::MlpOptions(2, 2).hidden({32}).dropout(0.5)); }));
  auto trainer =
      make_trainer(model, {.optimizer = {"adam", 0.1, {}}, .epochs = epochs}, {}, /*seed=*/1);
  if (patience > 0) {
    trainer.add(std::make_shared<training::EarlyStopping>(
        training::EarlyStoppingOptions{.patience = patience}));
  }
  const auto curves = std::make_shared<LossCurves>(trainer, moons.train, *moons.test, interval);
  trainer.add(curves);
  auto history = fit(trainer, moons.train, &*moons.test);
  return {curves->path(), history, trainer.evaluate(moons.train).loss,
          trainer.evaluate(*moons.test).loss};
}

}  // namespace

TEST_CASE("Losses are recorded every interval, in evaluation mode") {
  const auto run = train(25, 10, 0);
  CHECK(run.path.epochs == std::vector<double>{10, 20});
  // The trainer's own validation after the same epochs, with dropout off.
  CHECK(run.path.test[0] == *run.history.epochs[9].validation_loss);
  CHECK(run.path.test[1] == *run.history.epochs[19].validation_loss);
  CHECK(run.path.train[1] != run.history.epochs[19].train_loss);
}

TEST_CASE("After an early end the final weights' losses go on to the last epoch") {
  const auto run = train(400, 7, 5);
  const auto trained = static_cast<double>(run.history.epochs.size());
  REQUIRE(trained < 390);
  CHECK(run.path.epochs.size() == 400 / 7);
  for (size_t i = 0; i < run.path.epochs.size(); ++i) {
    CHECK(run.path.epochs[i] == static_cast<double>(7 * (i + 1)));
    if (run.path.epochs[i] <= trained) continue;
    CHECK(run.path.train[i] == run.final_train);
    CHECK(run.path.test[i] == run.final_test);
  }
}
