/// Loss and accuracy by epoch.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/training/history.h"

namespace gradus::report {

/// Two panels, training and validation in each: the loss, and the first metric that was measured
/// (without one, the loss alone). A single epoch shows as points; gaps stay where a value is not
/// finite. Throws `std::invalid_argument` for a history without epochs.
Figure training_curves(const training::History& history);

}  // namespace gradus::report
