#include "gradus/report/regression_figure.h"

#include "drawing.h"

#include <limits>
#include <stdexcept>

#include "catch.h"

using gradus::report::regression_figure;
using gradus::test::occurrences;
using gradus::test::svg_of;

TEST_CASE("Predictions are drawn against targets, one panel an output") {
  SKIP_WITHOUT_GNUPLOT();
  const auto targets = torch::arange(6.0).view({3, 2});
  const std::string svg = svg_of(regression_figure(targets, targets + 1, {"temp_°", "price"}));
  CHECK(occurrences(svg, ">target<") == 2);
  CHECK(occurrences(svg, ">prediction<") == 2);
  CHECK(occurrences(svg, ">temp_°<") == 1);
  CHECK(occurrences(svg, "xlink:href='#gpPt6'") == 6);
}

TEST_CASE("Long numbers below the axis have fewer tics, so that they stay apart") {
  const auto tics = [](double low, double high) {
    const auto values = torch::tensor({low, high}, torch::kFloat64);
    const auto commands = regression_figure(values, values, {}).commands;
    const auto begin = commands.find("set tics ") + 9;
    return commands.substr(begin, commands.find('\n', begin) - begin);
  };
  CHECK(tics(0, 4) == "1");
  CHECK(tics(43'000, 267'000) == "100000");
  CHECK(tics(-26'700, 4'300) == "20000");
  CHECK(tics(0, 0.4) == "0.1");
}

TEST_CASE("Of many examples a selection is drawn, and said") {
  SKIP_WITHOUT_GNUPLOT();
  const auto targets = torch::linspace(0, 1, 10'000);
  const std::string svg = svg_of(regression_figure(targets, targets, {"price"}));
  CHECK(occurrences(svg, "xlink:href='#gpPt6'") == 4000);
  CHECK(occurrences(svg, ">price, 4000 of 10000 examples<") == 1);
}

TEST_CASE("One example, constant and non-finite values are drawn") {
  SKIP_WITHOUT_GNUPLOT();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_NOTHROW(svg_of(regression_figure(torch::ones({1}), torch::ones({1}), {})));
  CHECK_NOTHROW(svg_of(regression_figure(torch::zeros({3}), torch::zeros({3}), {})));
  CHECK_NOTHROW(svg_of(regression_figure(torch::full({2}, 1e30), torch::full({2}, -1e-30), {})));
  CHECK_NOTHROW(svg_of(regression_figure(torch::full({2}, nan), torch::ones({2}), {})));
}

TEST_CASE("Shapes that differ are refused") {
  CHECK_THROWS_AS(regression_figure(torch::ones({2}), torch::ones({3}), {}), std::invalid_argument);
  CHECK_THROWS_AS(regression_figure(torch::ones({0}), torch::ones({0}), {}), std::invalid_argument);
}
