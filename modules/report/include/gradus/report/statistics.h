/// Means with intervals over seeds, and trends: what verdicts are decided by.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace gradus::report {

/// A mean with its 95 % confidence interval by Student's t distribution (Gosset, 1908).
struct Estimate {
  double mean = 0;       ///< of the values
  double low = 0,        ///< mean - t · deviation / √count; -infinity for a single value
      high = 0;          ///< mean + t · deviation / √count; infinity for a single value
  double deviation = 0;  ///< the sample's standard deviation (n - 1)
  int64_t count = 0;     ///< of the values
};

/// Throws `std::invalid_argument` for no values.
Estimate estimate(std::span<const double> values);

/// Of a[i] - b[i]: the same seed under two treatments. Throws `std::invalid_argument` for
/// different counts.
Estimate paired_difference(std::span<const double> a, std::span<const double> b);

/// Least-squares slope of y over x. The interval uses t with n - 2 degrees of freedom; `deviation`
/// is the slope's standard error. Needs at least 3 points.
Estimate slope(std::span<const double> x, std::span<const double> y);

/// The median of at least one value.
double median(std::span<const double> values);

/// Quantile 0.975 of Student's t with `degrees` degrees of freedom, at least 1.
double student_t(int64_t degrees);

}  // namespace gradus::report
