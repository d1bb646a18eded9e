#include "picture_arms.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/data/standardization.h"
#include "pixels.h"
#include "seed_grid.h"
#include "small_convnet.h"

namespace gradus::demos::images {
namespace {

constexpr int64_t kTestPictures = 2000;

torch::nn::AnyModule network(const PictureTask& task, const data::Dataset& pictures, const Arm& arm,
                             const torch::Tensor& order, uint64_t seed) {
  if (arm.convolutional) {
    const auto options =
        SmallConvnetOptions(pictures.inputs.size(1), pictures.inputs.size(2), pictures.outputs())
            .channels(task.channels);
    return torch::nn::AnyModule(seeded(seed, [&] { return SmallConvnet(options); }));
  }
  auto model = fully_connected(task, pictures, seed);
  if (arm.moved) permute_first_layer(model, order);
  return torch::nn::AnyModule(model);
}

/// Test accuracies, one a shift.
std::vector<double> train(const Arm& arm, const PictureTask& task, const data::LoadedData& loaded,
                          const Setup& setup, uint64_t seed) {
  const auto sampled = sample_pictures(loaded, task.examples, kTestPictures, seed);
  const auto& pictures = sampled.train;
  const auto& test = sampled.test;
  const auto standardization = data::Standardization::fit(pictures);
  const auto order = pixel_order(pictures.features(), seed);
  const auto prepared = [&](data::Dataset set, int64_t shift) {
    set.inputs = shift_pictures(set.inputs, shift);
    if (arm.permuted) set.inputs = permute_pixels(set.inputs, order);
    return standardization.apply(set);
  };
  Recipe recipe{.epochs = task.epochs, .batch_size = task.batch_size};
  recipe.optimizer = {"adam", task.learning_rate, {}};
  auto trainer = make_trainer(network(task, pictures, arm, order, seed), recipe, setup, seed);
  fit(trainer, prepared(pictures, 0));
  std::vector<double> accuracies;
  for (int64_t shift = 0; shift <= (arm.permuted ? 0 : task.max_shift); ++shift) {
    accuracies.push_back(demos::accuracy(trainer, prepared(*test, shift)));
  }
  return accuracies;
}

void count_parameters(std::vector<Arm>& arms, const PictureTask& task,
                      const data::Dataset& pictures) {
  const auto order = pixel_order(pictures.features(), 0);
  int64_t of_mlp = 0;
  for (auto& arm : arms) {
    arm.parameters = parameter_count(*network(task, pictures, arm, order, 0).ptr());
    if (!arm.convolutional) of_mlp = arm.parameters;
  }
  for (const auto& arm : arms) {
    if (!arm.convolutional || arm.parameters <= of_mlp) continue;
    throw UsageError(
        "--channels {}: the convolutional network would have {} parameters, more than the {} of "
        "the fully connected one with --hidden {}",
        task.channels, arm.parameters, of_mlp, task.hidden);
  }
}

}  // namespace

void permute_first_layer(models::Mlp& model, const torch::Tensor& order) {
  const torch::NoGradGuard no_gradient;
  auto weight = model->parameters().front();  // [neurons, pixels]
  weight.copy_(weight.index_select(1, order.to(weight.device())));
}

double reordering_error(models::Mlp model, const torch::Tensor& pictures,
                        const torch::Tensor& order) {
  const torch::NoGradGuard no_gradient;
  models::Mlp reordered(std::dynamic_pointer_cast<models::MlpImpl>(model->clone()));
  permute_first_layer(reordered, order);
  const auto expected = model->forward(pictures);
  const auto found = reordered->forward(permute_pixels(pictures, order.to(pictures.device())));
  return ((found - expected).abs().max() / expected.abs().max()).item<double>();
}

models::Mlp fully_connected(const PictureTask& task, const data::Dataset& pictures, uint64_t seed) {
  const auto options =
      models::MlpOptions(pictures.features(), pictures.outputs()).hidden({task.hidden});
  return seeded(seed, [&] { return models::Mlp(options); });
}

void train_arms(std::vector<Arm>& arms, const PictureTask& task, const data::LoadedData& loaded,
                const Setup& setup, int64_t seeds) {
  count_parameters(arms, task, loaded.train);
  const auto grid = seed_grid(arms, seeds, setup, [&](const Arm& arm, int64_t i) {
    return train(arm, task, loaded, setup, setup.seed + static_cast<uint64_t>(i));
  });
  for (size_t arm = 0; arm < arms.size(); ++arm) {
    arms[arm].accuracy.assign(grid[arm].front().size(), {});
    for (const auto& of_seed : grid[arm]) {
      for (size_t shift = 0; shift < of_seed.size(); ++shift) {
        arms[arm].accuracy[shift].push_back(of_seed[shift]);
      }
    }
  }
}

}  // namespace gradus::demos::images
