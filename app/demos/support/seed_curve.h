/// What several seeds measured, as curves with bands.
#pragma once
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"

#include <vector>

namespace gradus::demos {

/// A curve through the means at `x`, with a band of one standard deviation on either side.
/// `values[i]` are the seeds' values at x[i]. Throws `std::invalid_argument` for other counts.
report::Curve seed_curve(report::Text name, const std::vector<double>& x,
                         const std::vector<std::vector<double>>& values, int64_t colour,
                         report::Curve::Style style = report::Curve::Style::kLinePoints);

/// The same with given means and 95 % intervals, times `unit`: 100 shows shares in points.
report::Curve interval_curve(report::Text name, const std::vector<double>& x,
                             const std::vector<report::Estimate>& estimates, int64_t colour,
                             double unit = 1);

/// Two `seed_curve`s of one colour: NAME, test; and NAME, training, dashed.
std::vector<report::Curve> test_and_training(const report::Text& name, const std::vector<double>& x,
                                             const std::vector<std::vector<double>>& test,
                                             const std::vector<std::vector<double>>& training,
                                             int64_t colour);

/// A thin dashed line at `y` from one end of the axis to the other.
report::Curve level_line(double y, report::Span x);

}  // namespace gradus::demos
