#include "gradus/report/training_curves.h"

#include "drawing.h"

#include <limits>
#include <stdexcept>

#include "catch.h"

using gradus::report::training_curves;
using gradus::test::occurrences;
using gradus::test::svg_of;
using gradus::training::History;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

History history_of(int64_t epochs) {
  History history;
  for (int64_t epoch = 1; epoch <= epochs; ++epoch) {
    const double value = 1.0 / static_cast<double>(epoch);
    history.epochs.push_back({epoch,
                              value,
                              {{"accuracy", 1 - value}},
                              value + 0.1,
                              {{"accuracy", 0.9 - value}},
                              1,
                              1,
                              1});
  }
  return history;
}

}  // namespace

TEST_CASE("Curves show loss and metric, training and validation, over epochs") {
  SKIP_WITHOUT_GNUPLOT();
  const std::string svg = svg_of(training_curves(history_of(5)));
  CHECK(occurrences(svg, ">epoch<") == 2);
  CHECK(occurrences(svg, ">loss<") == 1);
  CHECK(occurrences(svg, ">accuracy<") == 1);
  CHECK(occurrences(svg, ">training<") == 2);
  CHECK(occurrences(svg, ">validation<") == 2);
}

TEST_CASE("A single epoch shows as points") {
  SKIP_WITHOUT_GNUPLOT();
  // Each panel: a point and one in the key, for each of the two curves.
  CHECK(occurrences(svg_of(training_curves(history_of(1))), "xlink:href='#gpPt6'") == 4);
}

TEST_CASE("Without validation and metrics there is one panel with one curve") {
  SKIP_WITHOUT_GNUPLOT();
  History history;
  history.epochs.push_back({1, 0.5, {}, {}, {}, 0.1, 1, 1});
  history.epochs.push_back({2, 0.4, {}, {}, {}, 0.1, 1, 1});
  const auto figure = training_curves(history);
  CHECK(figure.width == 460);
  const std::string svg = svg_of(figure);
  CHECK(occurrences(svg, ">validation<") == 0);
  CHECK(occurrences(svg, ">epoch<") == 1);
}

TEST_CASE("Values that are not finite are left out, also when there is no other") {
  SKIP_WITHOUT_GNUPLOT();
  History history = history_of(3);
  history.epochs[1].train_loss = std::numeric_limits<double>::infinity();
  CHECK_NOTHROW(svg_of(training_curves(history)));
  history = {};
  history.epochs.push_back({1, kNaN, {{"accuracy", 0.1}}, {}, {}, 0.1, 1, 1});
  CHECK(occurrences(svg_of(training_curves(history)), "no finite values") == 1);
}

TEST_CASE("A constant loss, many epochs and a resumed run are drawn") {
  SKIP_WITHOUT_GNUPLOT();
  History history = history_of(200);
  CHECK_NOTHROW(svg_of(training_curves(history)));
  for (auto& epoch : history.epochs) epoch.train_loss = 0, epoch.validation_loss = 0;
  CHECK_NOTHROW(svg_of(training_curves(history)));
  history.epochs.erase(history.epochs.begin(), history.epochs.begin() + 190);
  CHECK(occurrences(svg_of(training_curves(history)), ">200<") == 2);
  CHECK_THROWS_AS(training_curves({}), std::invalid_argument);
}
