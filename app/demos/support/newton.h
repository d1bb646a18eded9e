/// Logistic regression's maximum-likelihood coefficients by Newton's method, which for this model
/// is called iteratively reweighted least squares (Nelder and Wedderburn, 1972): float64, without
/// autograd, so that what autograd found can be checked against it.
#pragma once
#include "gradus/data/dataset.h"

namespace gradus::demos {

struct MaximumLikelihood {
  torch::Tensor coefficients;  ///< [inputs + 1] float64: w, then b
  int64_t iterations = 0;
  /// False where there is no finite maximum: a line that separates the classes gains without end
  /// by longer weights.
  bool found = false;
};

/// Starts from 0 and ends with a step below 1e-10 of the coefficients. `dataset` has two classes
/// and [N, inputs].
MaximumLikelihood maximize_likelihood(const data::Dataset& dataset, int64_t max_iterations = 50);

}  // namespace gradus::demos
