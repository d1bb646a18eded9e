/// Training on noisy inputs.
#pragma once
#include "gradus/engine/batch_transform.h"

namespace gradus::training {

/// Adds to each number of the inputs one from a normal distribution with mean 0, drawn anew in each
/// step; to small noise this amounts to a penalty on the outputs' slopes (Bishop, 1995). Inputs
/// [B, …] of any floating type, on any device; targets stay.
class InputNoise : public engine::BatchTransform {
 public:
  static constexpr double kMaxDeviation = 100;  ///< largest `deviation`

  /// `deviation` is in the inputs' units, which after standardisation are their own deviations.
  /// Throws `UsageError` unless it is above 0 and at most kMaxDeviation.
  InputNoise(double deviation, uint64_t seed);

  std::string name() const override { return "input noise"; }
  void apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch, int64_t step) override;

 private:
  double deviation_;
  uint64_t seed_;
};

}  // namespace gradus::training
