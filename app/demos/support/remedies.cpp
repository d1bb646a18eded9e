#include "remedies.h"

#include "experiment.h"
#include "gradus/data/load.h"
#include "gradus/data/split.h"
#include "gradus/models/mlp.h"
#include "gradus/training/early_stopping.h"
#include "side_by_side.h"

#include <algorithm>

namespace gradus::demos::overfitting {
namespace {

constexpr int64_t kCurvePoints = 30;
constexpr double kHeldOut = 1.0 / 3;

torch::nn::AnyModule network(const Remedy& remedy, const MoonsTask& task, int64_t width,
                             uint64_t seed) {
  const std::vector<int64_t> hidden(static_cast<size_t>(task.layers), width);
  const auto options = models::MlpOptions(2, 2).hidden(hidden).dropout(remedy.dropout);
  return torch::nn::AnyModule(seeded(seed, [&] { return models::Mlp(options); }));
}

Recipe recipe(const Remedy& remedy, const MoonsTask& task, int64_t examples) {
  Recipe recipe{.epochs = task.epochs, .batch_size = examples};
  recipe.optimizer = {"adam", task.learning_rate, {}};
  recipe.optimizer.settings.set("weight_decay", fmt::format("{}", remedy.weight_decay));
  return recipe;
}

}  // namespace

Trained train_with(const Remedy& remedy, const MoonsTask& task, int64_t width, const Setup& setup,
                   uint64_t seed) {
  const auto moons = data::load_data(
      fmt::format("moons:n={},test=1000,noise={},seed={}", task.most_examples, task.noise, seed));
  // The first examples of the larger set, so that more data means these and others.
  const int64_t count = remedy.more_data ? task.most_examples : task.examples;
  data::Split parts{moons.train.subset(torch::arange(count)), {}};
  const bool stops = remedy.patience > 0;
  if (stops) parts = data::split(parts.train, kHeldOut, seed);

  auto model = network(remedy, task, width, seed);
  auto trainer = make_trainer(model, recipe(remedy, task, parts.train.size()), setup, seed);
  const training::EarlyStoppingOptions stopping{.patience = remedy.patience};
  if (stops) trainer.add(std::make_shared<training::EarlyStopping>(stopping));
  const int64_t interval = std::max<int64_t>(1, task.epochs / kCurvePoints);
  const auto curves = std::make_shared<LossCurves>(trainer, parts.train, *moons.test, interval);
  trainer.add(curves);
  const auto history = fit(trainer, parts.train, stops ? &parts.held_out : nullptr);

  Trained trained{.train = trainer.evaluate(parts.train).loss};
  const auto test = trainer.evaluate(*moons.test);
  trained.test = test.loss;
  trained.gap = trained.test - trained.train;
  trained.accuracy = metric(test.metrics, "accuracy");
  trained.epochs = static_cast<double>(history.epochs.size());
  trained.path = curves->path();
  if (seed == setup.seed) {
    const auto [x, y] = spans_of(moons.train);
    trained.region = region_of(model, x, y, setup);
    trained.examples = marks_of(parts.train, 200);
  }
  return trained;
}

Arm train_arm(const Remedy& remedy, const MoonsTask& task, int64_t width, const Setup& setup,
              int64_t seeds) {
  const auto one = [&](int64_t i) {
    return train_with(remedy, task, width, setup, setup.seed + static_cast<uint64_t>(i));
  };
  return {remedy.name,
          side_by_side(seeds, setup, one, remedy.dropout > 0 ? Draws::kYes : Draws::kNo)};
}

std::vector<double> column(const Arm& arm, double Trained::*member) {
  std::vector<double> values;
  for (const auto& one : arm.seeds) values.push_back(one.*member);
  return values;
}

report::Estimate change(const Arm& from, const Arm& to, double Trained::*member) {
  return report::paired_difference(column(to, member), column(from, member));
}

}  // namespace gradus::demos::overfitting
