/// The losses of several runs in one figure.
#pragma once
#include "comparison.h"
#include "gradus/report/figure.h"

namespace gradus::cli {

/// Training loss left, validation loss right, a curve a run in the order of the comparison; with
/// colours used twice, the second time dashed. A logarithmic scale where losses span more than two
/// decades. Throws `UsageError` for more than 16 runs, which could not be told apart.
report::Figure comparison_figure(const Comparison& comparison);

}  // namespace gradus::cli
