#include "gradus/report/statistics.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include "catch.h"

using namespace gradus::report;

// scipy 1.17: scipy.stats.t.ppf(0.975, n)
TEST_CASE("Student's quantiles are those of scipy") {
  CHECK(student_t(1) == Approx(12.706205).epsilon(1e-4));
  CHECK(student_t(9) == Approx(2.262157).epsilon(1e-4));
  CHECK(student_t(30) == Approx(2.042272).epsilon(1e-4));
  CHECK(student_t(31) == Approx(2.039513).epsilon(1e-4));
  CHECK(student_t(100) == Approx(1.983972).epsilon(1e-4));
  CHECK(student_t(100000) == Approx(1.959988).epsilon(1e-5));
  CHECK_THROWS_AS(student_t(0), std::invalid_argument);
}

TEST_CASE("A mean's interval is worked out by hand") {
  // Mean 3, deviation sqrt(10/4), half width 2.7764 · 1.5811 / sqrt(5) = 1.9632.
  const auto result = estimate(std::vector<double>{1, 2, 3, 4, 5});
  CHECK(result.mean == Approx(3));
  CHECK(result.deviation == Approx(std::sqrt(2.5)));
  CHECK(result.high - result.mean == Approx(1.9632).epsilon(1e-4));
  CHECK(result.mean - result.low == Approx(1.9632).epsilon(1e-4));
  CHECK(result.count == 5);
}

TEST_CASE("A single value says nothing about its spread") {
  const auto result = estimate(std::vector<double>{7});
  CHECK(result.mean == 7);
  CHECK(std::isinf(result.low));
  CHECK(std::isinf(result.high));
  CHECK_THROWS_AS(estimate({}), std::invalid_argument);
}

TEST_CASE("Paired differences take out what both treatments share") {
  const std::vector<double> a = {10, 20, 30}, b = {9, 19, 29};
  const auto result = paired_difference(a, b);
  CHECK(result.mean == Approx(1));
  CHECK(result.high - result.low == Approx(0).margin(1e-12));
  CHECK_THROWS_AS(paired_difference(a, std::vector<double>{1}), std::invalid_argument);
}

// scipy 1.17: linregress([1, 2, 3, 4, 5], [2.1, 3.9, 6.2, 7.8, 10.1])
TEST_CASE("A slope and its standard error are those of scipy's linregress") {
  const auto result =
      slope(std::vector<double>{1, 2, 3, 4, 5}, std::vector<double>{2.1, 3.9, 6.2, 7.8, 10.1});
  CHECK(result.mean == Approx(1.99));
  CHECK(result.deviation == Approx(0.0597215).epsilon(1e-5));
  CHECK(result.high == Approx(1.99 + 3.1824 * 0.0597215).epsilon(1e-5));
}

TEST_CASE("The median of an even count lies between the middle two") {
  CHECK(median(std::vector<double>{5, 1, 3}) == 3);
  CHECK(median(std::vector<double>{4, 1, 3, 2}) == 2.5);
  CHECK_THROWS_AS(median({}), std::invalid_argument);
}
