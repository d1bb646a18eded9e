/// The random numbers of a batch transform.
#pragma once
#include <ATen/core/Generator.h>
#include <torch/types.h>

#include <cstdint>

namespace gradus::training {

/// Whose numbers they are: transforms of two kinds never share any.
enum class DrawnBy : uint8_t { kMixup = 1, kInputNoise, kRandomFlip, kRandomShift };

/// Draws that are a function of (seed, transform, epoch, step, kind of device) alone, so that a
/// checkpoint has nothing to keep.
class Draws {
 public:
  /// `epoch` is below 2^20, `step` below 2^36.
  Draws(uint64_t seed, DrawnBy transform, int64_t epoch, int64_t step, torch::Device device);

  /// On the device, from [0, 1).
  torch::Tensor uniform(int64_t count);
  /// On the device, standard normal numbers of shape and type of `like`.
  torch::Tensor normal_like(const torch::Tensor& like);
  /// On the device, int64 from `low` to `high`, both included.
  torch::Tensor integers(int64_t low, int64_t high, int64_t count);
  /// On the device, 0 to count - 1 in a random order.
  torch::Tensor permutation(int64_t count);
  /// From Beta(alpha, alpha); drawn on the CPU, so that nobody waits for a device.
  double beta(double alpha);

 private:
  torch::Device device_, drawn_on_;
  at::Generator host_, generator_;
};

}  // namespace gradus::training
