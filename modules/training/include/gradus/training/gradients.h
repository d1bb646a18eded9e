/// What the gradients say when training goes wrong.
#pragma once
#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <string>

namespace gradus::training {

/// The parameter with the largest absolute gradient entry (non-finite counts as largest).
struct LargestGradient {
  std::string parameter;  ///< dotted name; empty when no parameter has a gradient
  double value = 0;
};
LargestGradient largest_gradient(const torch::nn::Module& model);

/// Throws `DivergedError` that names the step, its loss, the largest gradient and the learning
/// rate.
[[noreturn]] void throw_diverged(const torch::nn::Module& model,
                                 const torch::optim::Optimizer& optimizer, int64_t epoch,
                                 int64_t step, double loss);

}  // namespace gradus::training
