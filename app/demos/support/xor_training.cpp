#include "xor_training.h"

#include "gradus/training/gradients.h"
#include "numbers.h"
#include "seed_curve.h"

namespace gradus::demos {
namespace {

constexpr double kHalf = 0.5;

/// Classes 0 and 1 as the numbers that the output is to say.
data::Dataset as_numbers(data::Dataset set) {
  set.task = data::Task::kRegression;
  set.targets = set.targets.to(torch::kFloat32).unsqueeze(1);
  set.class_names.clear();
  return set;
}

double largest_gradient_of(models::Mlp& model, const std::string& loss,
                           const data::Dataset& dataset) {
  training::make_loss(loss).function(model->forward(dataset.inputs), dataset.targets).backward();
  return training::largest_gradient(*model).value;
}

}  // namespace

data::LoadedData noisy_xor(double noise, uint64_t seed) {
  return data::load_data(fmt::format("gate:kind=xor,n=200,test=400,noise={},seed={}", noise, seed));
}

XorTraining train_on_xor(models::Mlp model, Recipe recipe, double noise, const Setup& setup,
                         uint64_t seed) {
  const auto data = noisy_xor(noise, seed);
  const auto train = as_numbers(data.train).to(setup.device), test = as_numbers(*data.test);
  recipe.loss = "mse";
  torch::nn::AnyModule any(model);
  auto trainer = make_trainer(any, recipe, setup, seed);
  const auto start = flat_parameters(*model);
  XorTraining result{.gradient = largest_gradient_of(model, recipe.loss, train)};
  for (const auto& epoch : fit(trainer, train).epochs) result.losses.push_back(epoch.train_loss);
  result.moved = largest_difference(start, flat_parameters(*model));
  result.accuracy = share(trainer.evaluate(test).outputs.gt(kHalf).eq(test.targets.gt(kHalf)));
  const auto [x, y] = spans_of(data.train);
  result.region = region_of(any, x, y, setup);
  for (auto& score : result.region.scores.front().values) score -= kHalf;
  return result;
}

report::Curve loss_curve(report::Text name, const std::vector<XorTraining>& seeds, int64_t colour) {
  constexpr size_t kPoints = 150;
  const size_t epochs = seeds.front().losses.size(), stride = (epochs + kPoints - 1) / kPoints;
  std::vector<double> x;
  std::vector<std::vector<double>> losses;
  for (size_t epoch = 0; epoch < epochs; epoch += stride) {
    x.push_back(static_cast<double>(epoch + 1));
    losses.emplace_back();
    for (const auto& seed : seeds) losses.back().push_back(seed.losses.at(epoch));
  }
  return seed_curve(std::move(name), x, losses, colour, report::Curve::Style::kLine);
}

}  // namespace gradus::demos
