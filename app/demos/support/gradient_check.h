/// Gradients worked out by hand, checked against autograd and against their definition.
#pragma once
#include "demo.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gradus::demos {

/// (loss(p + h) - loss(p - h)) / 2h for each number p of `parameter`, which `loss` reads; it is
/// changed in place and put back. Two evaluations a number; meant for float64.
torch::Tensor difference_quotients(const std::function<torch::Tensor()>& loss,
                                   const torch::Tensor& parameter, double h = 1e-6);

/// Largest difference of two gradients, relative to the largest entry of `theirs`.
double relative_difference(const torch::Tensor& ours, const torch::Tensor& theirs);

struct GradientCheck {
  std::string gradient, formula;  ///< for the table
  std::vector<int64_t> shape = {};
  double autograd = 0;                   ///< relative difference by hand and by autograd
  std::optional<double> quotients = {};  ///< the same with difference quotients, where taken
};

/// Checks of one network after the other; of each gradient the largest difference is kept.
class GradientChecks {
 public:
  /// `ours` is the gradient of `loss` by hand with respect to `tensor`, which is on the way to
  /// `loss`; difference quotients are taken where it is a parameter.
  void add(const GradientCheck& name, const torch::Tensor& ours, const torch::Tensor& tensor,
           const std::function<torch::Tensor()>& loss, const torch::Tensor& loss_value);

  const std::vector<GradientCheck>& checks() const { return checks_; }

 private:
  std::vector<GradientCheck> checks_;
};

/// NaN where any of them is.
struct LargestDifferences {
  double autograd, quotients;
};
LargestDifferences largest_differences(const std::vector<GradientCheck>& checks);

/// Name, formula, shape and both differences of each.
void show(Stage& stage, const std::vector<GradientCheck>& checks);

}  // namespace gradus::demos
