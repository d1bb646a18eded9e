/// Loss functions by name.
#pragma once
#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gradus::training {

/// A scalar mean loss of outputs [N, K] and targets ([N] int64 classes, or [N, k] float32).
struct Loss {
  std::string name;
  std::function<torch::Tensor(const torch::Tensor& outputs, const torch::Tensor& targets)> function;
};

/// | name          | outputs          | targets | definition |
/// | cross_entropy | logits [N, K]    | classes | softmax cross-entropy |
/// | bce           | logits [N, 1]    | classes | binary cross-entropy with logits |
/// | mse           | values [N, k]    | values  | mean of squared residuals |
/// | hinge         | scores [N, 1] or [N, K] | classes | max(0, 1 - margin) (Crammer and Singer's
/// sum over classes, divided by K) | | perceptron    | scores [N, 1] or [N, K] | classes | max(0,
/// -margin): with plain SGD at rate 1 and batches of one this is Rosenblatt's rule |
///
/// Throws `UsageError` for another name, nearest first.
Loss make_loss(const std::string& name);

/// The names that `make_loss` takes.
std::vector<std::string> loss_names();

}  // namespace gradus::training
