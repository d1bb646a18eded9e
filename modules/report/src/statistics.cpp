#include "gradus/report/statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double student_t(int64_t degrees) {
  // The usual table (Fisher and Yates) up to 30; above, Cornish and Fisher's expansion about the
  // normal quantile, exact to 4 digits there.
  constexpr double kTable[] = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060,
                               2.2622,  2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199,
                               2.1098,  2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
                               2.0595,  2.0555, 2.0518, 2.0484, 2.0452, 2.0423};
  if (degrees < 1) throw std::invalid_argument("student_t: expected at least one degree");
  if (degrees <= std::ssize(kTable)) return kTable[degrees - 1];
  constexpr double z = 1.959964;
  const auto n = static_cast<double>(degrees);
  return z + (z * z * z + z) / (4 * n) +
         (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

Estimate estimate(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument("estimate: no values");
  Estimate result;
  result.count = std::ssize(values);
  result.mean = mean_of(values);
  if (result.count == 1) {
    result.low = -kInfinity, result.high = kInfinity;
    return result;
  }
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  const auto n = static_cast<double>(result.count);
  result.deviation = std::sqrt(squares / (n - 1));
  const double half = student_t(result.count - 1) * result.deviation / std::sqrt(n);
  result.low = result.mean - half;
  result.high = result.mean + half;
  return result;
}

Estimate paired_difference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw std::invalid_argument("paired_difference: different counts");
  std::vector<double> differences;
  for (size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return estimate(differences);
}

Estimate slope(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size() || x.size() < 3) {
    throw std::invalid_argument("slope: expected at least 3 points");
  }
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  double xx = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  Estimate result;
  result.count = std::ssize(x);
  result.mean = xy / xx;
  double residuals = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double residual = y[i] - mean_y - result.mean * (x[i] - mean_x);
    residuals += residual * residual;
  }
  result.deviation = std::sqrt(residuals / static_cast<double>(result.count - 2) / xx);
  const double half = student_t(result.count - 2) * result.deviation;
  result.low = result.mean - half;
  result.high = result.mean + half;
  return result;
}

double median(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument("median: no values");
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

}  // namespace gradus::report
