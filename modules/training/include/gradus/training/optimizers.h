/// Optimizers by name, with LibTorch's own defaults unless said otherwise.
#pragma once
#include "gradus/core/settings.h"

#include <torch/optim/optimizer.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gradus::training {

/// An optimizer as a user names it: `adam`, `sgd:momentum=0.9,nesterov=true`.
struct OptimizerSpec {
  std::string name = "adam";            ///< one of `optimizer_names`
  std::optional<double> learning_rate;  ///< the optimizer's default when not set
  Settings settings = {};               ///< those of `make_optimizer`'s table
  /// Whether weight decay also pulls at parameters of fewer than two dimensions: biases, and the
  /// weights of normalizations. Where not, they make a second group with a decay of 0.
  bool decay_all = true;
};

/// An optimizer by name:
///
/// | name    | default rate | settings |
/// | ------- | ----- | -------- |
/// | sgd     | 0.1   | momentum, nesterov, weight_decay |
/// | adam    | 0.001 | beta1, beta2, epsilon, weight_decay |
/// | adamw   | 0.001 | beta1, beta2, epsilon, weight_decay (0.01) |
/// | rmsprop | 0.01  | alpha, epsilon, momentum, weight_decay |
/// | adagrad | 0.01  | epsilon, weight_decay |
/// | lbfgs   | 1     | max_iterations, history, strong_wolfe |
///
/// `undecayed` become a second group, with a weight decay of 0; LBFGS, which has none, takes them
/// with the others. Throws `UsageError` for an unknown name or setting (nearest first) and for
/// values out of range.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(const OptimizerSpec& spec,
                                                        std::vector<torch::Tensor> parameters,
                                                        std::vector<torch::Tensor> undecayed = {});

/// The learning rate of the first parameter group.
double learning_rate(const torch::optim::Optimizer& optimizer);

/// The names that `make_optimizer` takes.
std::vector<std::string> optimizer_names();

}  // namespace gradus::training
