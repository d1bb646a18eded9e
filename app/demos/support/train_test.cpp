#include "train_test.h"

#include "gradus/core/error.h"
#include "gradus/data/load.h"
#include "gradus/data/split.h"
#include "gradus/data/standardization.h"
#include "side_by_side.h"

namespace gradus::demos {

data::LoadedData load_classes(const std::string& request) {
  auto loaded = data::load_data(request);
  if (loaded.train.task != data::Task::kClassification) {
    throw UsageError("--data={}: expected a set with classes, not with numbers to predict",
                     request);
  }
  return loaded;
}

TrainTest train_test(const data::LoadedData& loaded, int64_t examples, uint64_t seed) {
  constexpr double kTestShare = 0.2;
  TrainTest parts;
  if (loaded.test) {
    parts = {loaded.train, *loaded.test};
  } else {
    auto halves = data::split(loaded.train, kTestShare, seed);
    parts = {std::move(halves.train), std::move(halves.held_out)};
  }
  parts.train = sample(parts.train, examples, seed);
  parts.test = sample(parts.test, examples, seed);
  const auto standardization = data::Standardization::fit(parts.train);
  return {standardization.apply(parts.train), standardization.apply(parts.test)};
}

std::vector<TrainTest> train_tests(const std::string& request, int64_t examples, int64_t count,
                                   uint64_t seed) {
  const auto loaded = load_classes(request);
  std::vector<TrainTest> parts;
  for (int64_t i = 0; i < count; ++i) {
    parts.push_back(train_test(loaded, examples, seed + static_cast<uint64_t>(i)));
  }
  return parts;
}

Accuracies train_mlp(const models::MlpOptions& mlp, const TrainTest& data, const Recipe& recipe,
                     const Setup& setup, uint64_t seed) {
  torch::nn::AnyModule model(seeded(seed, [&] { return models::Mlp(mlp); }));
  auto trainer = make_trainer(model, recipe, setup, seed);
  fit(trainer, data.train);
  return {accuracy(trainer, data.test), accuracy(trainer, data.train)};
}

}  // namespace gradus::demos
