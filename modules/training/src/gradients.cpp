#include "gradus/training/gradients.h"

#include "gradus/core/error.h"
#include "gradus/training/optimizers.h"

#include <cmath>

namespace gradus::training {

LargestGradient largest_gradient(const torch::nn::Module& model) {
  LargestGradient largest;
  for (const auto& parameter : model.named_parameters()) {
    const auto& gradient = parameter.value().grad();
    if (!gradient.defined() || gradient.numel() == 0) continue;
    // max() hands a NaN on, so one bad entry is enough to be seen.
    const double value = gradient.abs().max().item<double>();
    if (!largest.parameter.empty() && value <= largest.value) continue;
    largest = {parameter.key(), value};
    if (!std::isfinite(value)) break;
  }
  return largest;
}

void throw_diverged(const torch::nn::Module& model, const torch::optim::Optimizer& optimizer,
                    int64_t epoch, int64_t step, double loss) {
  const auto largest = largest_gradient(model);
  const double rate = learning_rate(optimizer);
  throw DivergedError(
      "training diverged in epoch {}, step {}: loss = {}, largest gradient {:.4g} (in {}); "
      "try a learning rate below {:g}, or look for extreme values in the data",
      epoch, step, loss, largest.value, largest.parameter, rate);
}

}  // namespace gradus::training
