#include "gradus/metrics/calibration.h"

#include "gradus/metrics/probability_scores.h"
#include "gradus/metrics/score_examples.h"
#include "gradus/metrics/temperature.h"
#include "oracle_cases.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::metrics;
using namespace gradus::test;

TEST_CASE("Log loss, Brier score and calibration error equal scikit-learn's") {
  for (const auto& [name, sample] : std::map<std::string, ClassSample>{
           {"ten", ten_classes()}, {"ties", ties()}, {"extreme", extreme()}}) {
    const auto examples = score_examples(sample.logits, sample.labels);
    check_equal({log_loss(examples)}, name + ".log_loss");
    check_equal({brier_score(examples)}, name + ".brier_score");
    check_equal({expected_calibration_error(examples)}, name + ".ece");
  }
}

TEST_CASE("The calibration curve equals scikit-learn's") {
  const auto examples = score_examples(ties().logits, ties().labels);
  const auto curve = calibration_curve(examples.is_class(1), examples.column(1), 7);
  check_equal(curve.positive_share, "ties.calibration.share");
  check_equal(curve.mean_probability, "ties.calibration.mean");
}

TEST_CASE("A confidence on an edge belongs to the bin below it") {
  for (int64_t bins = 1; bins < 40; ++bins) {
    for (int64_t b = 1; b < bins; ++b) {
      const double edge = static_cast<double>(b) * (1.0 / static_cast<double>(bins));
      CHECK(bin_of(edge, bins) == b - 1);
      CHECK(bin_of(std::nextafter(edge, 2.0), bins) == b);
    }
    CHECK(bin_of(0, bins) == 0);
    CHECK(bin_of(1, bins) == bins - 1);
  }
}

TEST_CASE("Bins hold every example once, and empty ones no numbers") {
  const auto examples = score_examples(ten_classes().logits, ten_classes().labels);
  int64_t count = 0;
  for (const auto& bin : confidence_bins(examples)) {
    count += bin.count;
    if (bin.count == 0) {
      CHECK(std::isnan(bin.accuracy));
    } else {
      CHECK(bin.confidence > bin.low);
      CHECK(bin.confidence <= bin.high);
    }
  }
  CHECK(count == 400);
  CHECK_THROWS_AS(confidence_bins(examples, 0), std::invalid_argument);
}

TEST_CASE("The temperature is the one that SciPy finds, and lowers loss and calibration error") {
  for (const auto& [name, sample] :
       std::map<std::string, ClassSample>{{"ten", ten_classes()}, {"ties", ties()}}) {
    CAPTURE(name);
    const double temperature = fit_temperature(sample.logits, sample.labels);
    // SciPy's search ends where the loss no longer changes in float64.
    CHECK(temperature == Approx(expected(name + ".temperature").front()).epsilon(1e-6));
    const auto before = score_examples(sample.logits, sample.labels);
    const auto after =
        score_examples(sample.logits.to(torch::kFloat64) / temperature, sample.labels);
    CHECK(log_loss(after) < log_loss(before));
    CHECK(expected_calibration_error(after) < expected_calibration_error(before));
    for (int64_t i = 0; i < before.size(); ++i) CHECK(after.predicted(i) == before.predicted(i));
  }
}

TEST_CASE("Where no finite temperature is best it is a bound, and extreme logits have one") {
  const auto logits = torch::tensor({{5.0F, 0.0F}, {0.0F, 5.0F}});
  CHECK(fit_temperature(logits, torch::tensor({0, 1}, torch::kInt64)) == Approx(kMinTemperature));
  CHECK(fit_temperature(logits, torch::tensor({1, 0}, torch::kInt64)) == Approx(kMaxTemperature));
  CHECK(std::isfinite(fit_temperature(extreme().logits, extreme().labels)));
  // As much too sure as can be corrected exactly: half of the examples are right.
  const auto even = torch::tensor({{9.0F, 0.0F}, {9.0F, 0.0F}, {9.0F, 0.0F}, {9.0F, 0.0F}});
  CHECK(fit_temperature(even, torch::tensor({0, 0, 0, 1}, torch::kInt64)) ==
        Approx(9 / std::log(3)).epsilon(1e-9));
  CHECK_THROWS_AS(fit_temperature(torch::empty({0, 2}), torch::empty({0}, torch::kInt64)),
                  std::invalid_argument);
}
