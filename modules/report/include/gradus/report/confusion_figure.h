/// The confusion matrix as a heat map.
#pragma once
#include "gradus/report/figure.h"

#include <torch/types.h>

namespace gradus::report {

/// `counts` [K, K] int64 (row = true class, column = predicted), 1 to 50 classes. Each cell shows
/// its count and is coloured by its share of its row; empty cells stay white. Throws `UsageError`
/// for more classes than can be read.
Figure confusion_figure(const torch::Tensor& counts, const std::vector<std::string>& names);

}  // namespace gradus::report
