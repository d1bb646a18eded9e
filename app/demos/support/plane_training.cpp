#include "plane_training.h"

#include "convexity.h"
#include "gradus/data/load.h"
#include "side_by_side.h"

#include <algorithm>

namespace gradus::demos {

PlaneTraining train_on_plane(models::MlpOptions network, const std::string& data,
                             const Recipe& recipe, const Setup& setup, uint64_t seed) {
  constexpr int64_t kResolution = 81;
  const auto loaded = data::load_data(fmt::format("{},seed={}", data, seed));
  const auto classes = loaded.train.outputs();
  network.inputs(2).outputs(classes);
  torch::nn::AnyModule model(seeded(seed, [&] { return models::Mlp(network); }));
  auto trainer = make_trainer(model, recipe, setup, seed);
  fit(trainer, loaded.train);
  const auto [x, y] = spans_of(loaded.train);
  const auto defects = convexity_defects(classify_by(model, setup), classes, x, y, seed);
  return {accuracy(trainer, *loaded.test), std::ranges::min(defects), std::ranges::max(defects),
          region_of(model, x, y, setup, kResolution)};
}

std::vector<double> accuracies_of(const std::vector<PlaneTraining>& trainings) {
  std::vector<double> accuracies;
  for (const auto& one : trainings) accuracies.push_back(one.accuracy);
  return accuracies;
}

const PlaneTraining& median_of(const std::vector<PlaneTraining>& trainings) {
  std::vector<const PlaneTraining*> order;
  for (const auto& one : trainings) order.push_back(&one);
  std::ranges::stable_sort(order, {}, [](const PlaneTraining* one) { return one->accuracy; });
  return *order[(order.size() - 1) / 2];
}

}  // namespace gradus::demos
