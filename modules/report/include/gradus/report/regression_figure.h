/// Predictions against targets.
#pragma once
#include "gradus/report/figure.h"

#include <torch/types.h>

namespace gradus::report {

/// `targets` and `predictions` [N] or [N, k] of any float dtype, N at least 1: a scatter for each
/// of the first 6 outputs, with the diagonal on which a perfect prediction lies. Above 4000
/// examples a regular selection is drawn, and said. Throws `std::invalid_argument` for differing
/// shapes.
Figure regression_figure(const torch::Tensor& targets, const torch::Tensor& predictions,
                         const std::vector<std::string>& target_names);

}  // namespace gradus::report
