#include "gradus/training/gradients.h"

#include "gradus/core/error.h"
#include "gradus/training/optimizers.h"

#include <torch/optim/lbfgs.h>

#include <cmath>

namespace gradus::training {
namespace {

/// What may help, for users of the library and of the command line.
std::string way_out(const torch::optim::Optimizer& optimizer) {
  constexpr double kSmaller = 0.1;
  const double rate = learning_rate(optimizer);
  // Which refuses clipped gradients.
  if (dynamic_cast<const torch::optim::LBFGS*>(&optimizer) != nullptr) {
    return fmt::format(
        "L-BFGS with learning rate {:.4g}: try larger batches (--batch-size), the line search "
        "(lbfgs:strong_wolfe=true) or another optimizer, and look for extreme values in the data",
        rate);
  }
  return fmt::format(
      "the learning rate was {:.4g}: try a smaller one (--lr {:.2g}) or clipped "
      "gradients (--clip-norm 1), and look for extreme values in the data",
      rate, kSmaller * rate);
}

}  // namespace

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
  throw DivergedError(
      "training diverged in epoch {}, step {}: loss = {}, largest gradient {:.4g} (in {}); {}",
      epoch, step, loss, largest.value, largest.parameter, way_out(optimizer));
}

void check_finite_weights(const torch::nn::Module& model,
                          const torch::optim::Optimizer& optimizer) {
  for (const auto& parameter : model.named_parameters()) {
    const auto& values = parameter.value();
    if (!values.requires_grad() || values.isfinite().all().item<bool>()) continue;
    throw DivergedError("training diverged in its last step: the weights in {} are not finite; {}",
                        parameter.key(), way_out(optimizer));
  }
}

}  // namespace gradus::training
