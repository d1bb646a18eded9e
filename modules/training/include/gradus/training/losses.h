/// Loss functions by name.
#pragma once
#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gradus::training {

/// The scalar mean loss of outputs [N, K] and targets ([N] int64 classes, or [N, k] float32).
using LossFunction =
    std::function<torch::Tensor(const torch::Tensor& outputs, const torch::Tensor& targets)>;

/// A loss and what it is called.
struct Loss {
  std::string name;       ///< as `make_loss` took it, or another name for another function
  LossFunction function;  ///< differentiable; on the outputs' device
  bool plain = true;      ///< the function is what the name says, without `LossOptions`
};

/// What a loss does beside its name's.
struct LossOptions {
  /// Weight of each class, [K] float32; undefined for 1 each. The mean over a batch is weighted
  /// too, as PyTorch's `weight` is. For cross_entropy and bce.
  torch::Tensor class_weights;
  /// Share of each target given to all classes alike, 0 to below 1; Szegedy et al., 2016. For
  /// cross_entropy and bce.
  double label_smoothing = 0;
};

/// A loss from `NAME[:key=value,…]`: these, which have no settings, and those of the program's own
/// (loss_registry.h).
///
/// | name          | outputs       | targets | definition |
/// | ------------- | ------------- | ------- | ---------- |
/// | cross_entropy | logits [N, K] | classes | softmax cross-entropy |
/// | bce           | logits [N, 1] | classes | binary cross-entropy with logits |
/// | mse           | values [N, k] | values  | mean of squared residuals |
/// | hinge         | scores [N, K] | classes | max(0, 1 - margin); for K > 1 Crammer and Singer's |
/// | perceptron    | scores [N, K] | classes | max(0, -margin): Rosenblatt's rule with plain SGD |
///
/// cross_entropy, bce and mse take targets of probabilities [N, K] too, which mixed examples have
/// (for bce [N, 1], of class 1). With options, cross_entropy is PyTorch's to the letter (so the
/// mean over probabilities is not weighted), and bce of a logit z is cross_entropy of the logits
/// (0, z): class weights [2], a target y becomes y (1 - smoothing) + smoothing / 2.
///
/// Throws `UsageError` for another name or key, nearest first, and for options that the loss does
/// not have or that are out of range; the function throws it for class weights that are not one an
/// output.
Loss make_loss(const std::string& spec, const LossOptions& options = {});

/// The names that `make_loss` takes.
std::vector<std::string> loss_names();

}  // namespace gradus::training
