#include "gradus/report/reliability_figure.h"

#include "drawing.h"
#include "gradus/metrics/score_examples.h"
#include "gradus/report/residual_figure.h"

#include <limits>
#include <stdexcept>

#include "catch.h"

using namespace gradus::report;
using gradus::metrics::score_examples;
using gradus::test::occurrences;
using gradus::test::svg_of;

TEST_CASE("The reliability diagram names the calibration error before and after") {
  SKIP_WITHOUT_GNUPLOT();
  // 80 % sure of class 0 four times, three times rightly: one bin, off by 0.05.
  const auto labels = torch::tensor({0, 0, 0, 1}, torch::kInt64);
  const auto logits = torch::tensor({{0.8, 0.2}}).log().repeat({4, 1});
  const auto examples = score_examples(logits, labels);
  const auto after = score_examples(torch::tensor({{0.75, 0.25}}).log().repeat({4, 1}), labels);
  const std::string svg = svg_of(reliability_figure(examples, Recalibrated{1.26, after}));
  CHECK(occurrences(svg, ">as trained, ECE 0.050<") == 1);
  CHECK(occurrences(svg, ">at temperature 1.26, ECE 0.000<") == 1);
  CHECK(occurrences(svg, ">mean confidence 0.800<") == 1);
  CHECK(occurrences(svg, ">accuracy 0.750<") == 1);
  CHECK(occurrences(svg_of(reliability_figure(examples)), "temperature") == 0);
  CHECK_THROWS_AS(reliability_figure({}), std::invalid_argument);
}

TEST_CASE("Residuals are drawn for each target, against the prediction and as a histogram") {
  SKIP_WITHOUT_GNUPLOT();
  const std::string svg = svg_of(
      residual_figure({{"temp_°", {1, 2, 3}, {1.5, 2, 2}}, {"price", {1, 2, 3}, {3, 2, 1}}}));
  CHECK(occurrences(svg, ">temp_°<") == 1);
  CHECK(occurrences(svg, ">price<") == 1);
  CHECK(occurrences(svg, ">prediction<") == 2);
  CHECK(occurrences(svg, ">examples<") == 2);
}

TEST_CASE("Of many examples a selection of residuals is drawn, and said") {
  SKIP_WITHOUT_GNUPLOT();
  const std::vector<double> targets(5000, 1.0);
  auto predictions = targets;
  for (size_t i = 0; i < predictions.size(); ++i) predictions[i] += 0.001 * double(i % 100);
  const std::string svg = svg_of(residual_figure({{"", targets, predictions}}));
  CHECK(occurrences(svg, ">2000 of 5000 examples<") == 1);
}

TEST_CASE("Constant, single and non-finite residuals are drawn; what does not fit is refused") {
  SKIP_WITHOUT_GNUPLOT();
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  CHECK_NOTHROW(svg_of(residual_figure({{"a", {1, 2, 3}, {1, 2, 3}}})));
  CHECK_NOTHROW(svg_of(residual_figure({{"a", {1}, {4}}})));
  CHECK_NOTHROW(svg_of(residual_figure({{"a", {1, 2}, {kNaN, kNaN}}})));
  CHECK_THROWS_AS(residual_figure({}), std::invalid_argument);
  CHECK_THROWS_AS(residual_figure({{"a", {1}, {1, 2}}}), std::invalid_argument);
}
