/// What the synthetic sets share: counts, noise, seed, and a test part from another stream.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/data/registry.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gradus::data {

/// Random numbers of one part of a synthetic set.
class Sampler {
 public:
  Sampler(uint64_t seed, uint64_t part);
  torch::Tensor uniform(std::vector<int64_t> shape, double low, double high);
  torch::Tensor normal(std::vector<int64_t> shape, double deviation);

 private:
  torch::Generator generator_;
};

/// The parts of a set that are drawn. Training and test follow the same law from different draws.
enum class Part : uint64_t { kLaw = 0, kTrain = 1, kTest = 2 };

/// Defaults of the options that all synthetic sets have.
struct SyntheticDefaults {
  int64_t count = 1000;  ///< n
  int64_t test = 500;    ///< size of the test part; 0 for none
  double noise = 0.1;
  std::string noise_help = "standard deviation of the noise on the inputs";
};

/// Draws `count` examples. `noise` is what the user asked for; `seed` serves what training and test
/// must share (`Sampler(seed, Part::kLaw)`).
struct Draw {
  int64_t count;
  double noise;
  uint64_t seed;
  Sampler sampler;
};
using DrawFunction = std::function<Dataset(Draw&)>;

/// Reads n, test, noise and seed and draws both parts.
LoadedData make_synthetic(const std::string& name, const Settings& settings,
                          const SyntheticDefaults& defaults, const DrawFunction& draw);

/// Labels 0, 1, …, classes-1, 0, 1, …: as equal in number as they can be. [n] int64.
torch::Tensor cycle_labels(int64_t n, int64_t classes);

/// Points in the plane with labels; classes named "0", "1", … `points` is [n, 2].
Dataset plane_dataset(torch::Tensor points, torch::Tensor labels, int64_t classes);

/// Polar coordinates [n] to points [n, 2].
torch::Tensor from_polar(const torch::Tensor& radius, const torch::Tensor& angle);

}  // namespace gradus::data
