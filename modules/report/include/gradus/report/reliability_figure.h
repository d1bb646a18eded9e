/// Whether confidence is deserved.
#pragma once
#include "gradus/metrics/calibration.h"
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <optional>

namespace gradus::report {

/// The same examples' probabilities after temperature scaling.
struct Recalibrated {
  double temperature;                ///< of `metrics::fit_temperature`
  metrics::ScoredExamples examples;  ///< with the new probabilities
};

/// Left, accuracy against mean confidence in each of the 15 bins, with the diagonal of a perfectly
/// calibrated model and the expected calibration error in the legend; right, the share of the
/// examples in each bin. Throws `std::invalid_argument` for no examples.
Figure reliability_figure(const metrics::ScoredExamples& examples,
                          const std::optional<Recalibrated>& recalibrated = {},
                          Language language = Language::kEnglish);

}  // namespace gradus::report
