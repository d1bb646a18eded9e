/// Quantiles of numbers.
#pragma once
#include <span>

namespace gradus::metrics {

/// Of values in ascending order, linear between neighbours, as numpy's `quantile`: share 0 is the
/// smallest, 1 the largest. NaN without values.
double sorted_quantile(std::span<const double> sorted, double share);

}  // namespace gradus::metrics
