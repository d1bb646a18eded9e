/// ROC and precision-recall curves side by side.
#pragma once
#include "gradus/metrics/scored_examples.h"
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <string>
#include <vector>

namespace gradus::report {

/// Of two classes one curve, for class 1. Of 3 to 10 classes one a class against the rest, and
/// their averages; of more the averages alone. "micro" takes every pair of an example and a class
/// as one case, "macro" is the mean of the classes' curves. The legend has each curve's area, the
/// averages' as the mean over classes (macro) or of the joint curve (micro). Classes without
/// examples have no curve. Throws `std::invalid_argument` for no examples and for probabilities
/// that are not numbers.
Figure ranking_figure(const metrics::ScoredExamples& examples,
                      const std::vector<std::string>& class_names,
                      Language language = Language::kEnglish);

}  // namespace gradus::report
