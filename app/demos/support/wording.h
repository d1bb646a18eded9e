/// Measured numbers in words, in both languages, as the demos' verdicts and tables say them.
#pragma once
#include "gradus/report/statistics.h"
#include "gradus/report/text.h"

namespace gradus::demos {

/// A difference of shares (0.01 = 1 point): `+12.60 points [+9.87, +15.33], 10 seeds`.
report::Text points(const report::Estimate& difference);

/// `0.873 [0.860, 0.886], 10 seeds`.
report::Text interval(const report::Estimate& estimate);

/// `0.873 ± 0.013`: mean and standard deviation, for a table.
report::Text mean_deviation(const report::Estimate& estimate);

/// `9 of 10` / `10 个中 9 个`.
report::Text out_of(int64_t part, int64_t whole);

}  // namespace gradus::demos
