#include "synthetic.h"

#include "../streams.h"
#include "gradus/core/seed.h"

#include <limits>
#include <string>
#include <utility>

namespace gradus::data {
namespace {

constexpr int64_t kMaxCount = 10'000'000;

}  // namespace

Sampler::Sampler(uint64_t seed, uint64_t part)
    : generator_(make_generator(seed, kSyntheticStream + part)) {
}

torch::Tensor Sampler::uniform(std::vector<int64_t> shape, double low, double high) {
  return torch::rand(shape, generator_, torch::kFloat32).mul_(high - low).add_(low);
}

torch::Tensor Sampler::normal(std::vector<int64_t> shape, double deviation) {
  return torch::randn(shape, generator_, torch::kFloat32).mul_(deviation);
}

LoadedData make_synthetic(const std::string& name, const Settings& settings,
                          const SyntheticDefaults& defaults, const DrawFunction& draw) {
  const auto count = settings.integer("n", defaults.count, {1, kMaxCount}, "training examples");
  const auto test =
      settings.integer("test", defaults.test, {0, kMaxCount}, "test examples, 0 for none");
  const auto noise = settings.real("noise", defaults.noise, {0, 1000}, defaults.noise_help);
  const auto seed = static_cast<uint64_t>(
      settings.integer("seed", 0, {0, std::numeric_limits<int64_t>::max()}, "of the draws"));
  const auto make = [&](Part part, int64_t n) {
    Draw request{n, noise, seed, Sampler(seed, static_cast<uint64_t>(part))};
    auto dataset = draw(request);
    dataset.name = name;
    validate(dataset);
    return dataset;
  };
  LoadedData result{make(Part::kTrain, count), std::nullopt};
  if (test > 0) result.test = make(Part::kTest, test);
  return result;
}

torch::Tensor cycle_labels(int64_t n, int64_t classes) {
  return torch::arange(n, torch::kInt64).remainder(classes);
}

Dataset plane_dataset(torch::Tensor points, torch::Tensor labels, int64_t classes) {
  Dataset dataset;
  dataset.inputs = points.contiguous();
  dataset.targets = std::move(labels);
  dataset.feature_names = {"x1", "x2"};
  for (int64_t i = 0; i < classes; ++i) dataset.class_names.push_back(std::to_string(i));
  return dataset;
}

torch::Tensor from_polar(const torch::Tensor& radius, const torch::Tensor& angle) {
  return torch::stack({radius * angle.cos(), radius * angle.sin()}, 1);
}

}  // namespace gradus::data
