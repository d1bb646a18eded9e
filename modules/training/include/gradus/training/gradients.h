/// What the gradients say when training goes wrong.
#pragma once
#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <string>

namespace gradus::training {

/// The parameter with the largest absolute gradient entry (non-finite counts as largest).
struct LargestGradient {
  std::string parameter;  ///< dotted name; empty when no parameter has a gradient
  double value = 0;       ///< that entry's absolute value; NaN where an entry is
};
/// Of the gradients that the parameters hold now.
LargestGradient largest_gradient(const torch::nn::Module& model);

/// Throws `DivergedError` that names the step, its loss, the largest gradient and the learning
/// rate, and what may help.
[[noreturn]] void throw_diverged(const torch::nn::Module& model,
                                 const torch::optim::Optimizer& optimizer, int64_t epoch,
                                 int64_t step, double loss);

/// For the end of a training, whose last weights no loss of a step has seen: throws `DivergedError`
/// where a trained parameter is not finite. A validation loss that is not finite does not end a
/// training: if the weights are to blame, the next step's loss or this says so; if extreme values
/// in the validation set are, the training may go on. It counts as no improvement anywhere.
void check_finite_weights(const torch::nn::Module& model, const torch::optim::Optimizer& optimizer);

}  // namespace gradus::training
