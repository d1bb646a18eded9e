/// What a regression gets wrong.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <string>
#include <vector>

namespace gradus::report {

/// One target's numbers, N each.
struct ResidualSeries {
  std::string name;             ///< of the target, in titles
  std::vector<double> targets,  ///< in their own units
      predictions;              ///< in the same units
};

/// For each of the first 3 targets two panels: residuals (prediction less target) against the
/// prediction, where a pattern is something the model missed, and their histogram. Above 2000
/// examples a regular selection is drawn as points, and said. Values that are not finite are left
/// out. Throws `std::invalid_argument` for no series and for counts that differ.
Figure residual_figure(const std::vector<ResidualSeries>& series,
                       Language language = Language::kEnglish);

}  // namespace gradus::report
