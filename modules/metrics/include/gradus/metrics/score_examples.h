/// Tensors as the plain numbers that evaluation works on.
#pragma once
#include "gradus/metrics/scored_examples.h"

#include <torch/types.h>

namespace gradus::metrics {

/// `logits` [N, K] or [N, 1] (sigmoid, two classes) of any float dtype and device, `labels` [N]
/// int64. The probabilities are computed in float64. Throws `std::invalid_argument` for other
/// shapes.
ScoredExamples score_examples(const torch::Tensor& logits, const torch::Tensor& labels);

/// All values of a tensor in float64, row by row.
std::vector<double> plain_numbers(const torch::Tensor& tensor);

}  // namespace gradus::metrics
