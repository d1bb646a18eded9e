/// The figure of a learning-rate sweep.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/text.h"
#include "gradus/training/learning_rate_finder.h"

namespace gradus::cli {

/// Losses and their mean against the rate, with the suggestion.
report::Figure rate_figure(const training::RateSweep& sweep, report::Language language);

}  // namespace gradus::cli
