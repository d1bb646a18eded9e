/// What several seeds measured, gathered for tables and verdicts.
#pragma once
#include "gradus/report/statistics.h"
#include "gradus/report/text.h"

#include <vector>

namespace gradus::demos {

/// By seed, the mean of several networks' values: [network][seed] to [seed]. Throws
/// `std::invalid_argument` for none and for different counts.
std::vector<double> mean_by_seed(const std::vector<std::vector<double>>& networks);

/// A difference of shares in points, for a table whose header says so: `+0.12 [-0.30, +0.54]`.
report::Text points_cell(const report::Estimate& difference);

}  // namespace gradus::demos
