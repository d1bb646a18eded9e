/// How near networks of growing width come to a function, trained and set by hand.
#pragma once
#include "bump_network.h"
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct Approximation {
  report::Text name;                             ///< the function's formula
  std::vector<int64_t> widths = {}, bumps = {};  ///< what was measured
  std::vector<std::vector<double>> errors = {};  ///< [width][seed] of trained networks
  std::vector<BumpError> bump_errors = {};       ///< [bumps] of networks set by hand
};

/// Slope of the logarithm of every seed's error over that of the width.
report::Estimate trained_slope(const Approximation& one);
/// The same of the largest errors over the number of bumps.
report::Estimate bump_slope(const Approximation& one);

/// Median errors, a row a width; and largest errors with their bounds, a row a number of bumps.
std::vector<std::vector<report::Text>> trained_rows(const std::vector<Approximation>& functions);
std::vector<std::vector<report::Text>> bump_rows(const std::vector<Approximation>& functions);

/// Two panels of the same, on logarithmic axes.
report::Panels error_panels(const std::vector<Approximation>& functions);

}  // namespace gradus::demos
