#include "gradus/training/input_noise.h"

#include "draws.h"
#include "gradus/core/error.h"

namespace gradus::training {

InputNoise::InputNoise(double deviation, uint64_t seed) : deviation_(deviation), seed_(seed) {
  // Written so that nan fails as well.
  if (!(deviation > 0 && deviation <= kMaxDeviation)) {
    throw UsageError("input noise = {}: expected a deviation above 0 and at most {}", deviation,
                     kMaxDeviation);
  }
}

void InputNoise::apply(torch::Tensor& inputs, torch::Tensor&, int64_t epoch, int64_t step) {
  Draws draws(seed_, DrawnBy::kInputNoise, epoch, step, inputs.device());
  inputs.add_(draws.normal_like(inputs), deviation_);
}

}  // namespace gradus::training
