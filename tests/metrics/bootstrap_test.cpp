#include "gradus/metrics/bootstrap.h"

#include "gradus/core/error.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/quantile.h"
#include "gradus/metrics/registry.h"
#include "gradus/metrics/regression.h"
#include "gradus/metrics/weighted_scores.h"
#include "oracle_cases.h"

#include <cmath>
#include <stdexcept>

#include "catch.h"

using namespace gradus::metrics;
using namespace gradus::test;

namespace {

Interval interval_of(const ClassSample& sample, int64_t classes, const std::string& name,
                     const BootstrapOptions& options) {
  const WeightedScores scores(sample.logits, sample.labels, classes);
  return bootstrap({scores.make(name)}, scores.examples(), options).front();
}

/// Of which the bootstrap knows nothing but the metric itself. That it is registered lets all tests
/// that walk the metrics try it too.
class OwnAccuracy : public Accuracy {
 public:
  std::string name() const override { return "own_accuracy"; }
};

std::unique_ptr<Metric> make_own(int64_t /*outputs*/) {
  return std::make_unique<OwnAccuracy>();
}

GRADUS_REGISTER_METRIC("own_accuracy", make_own);

}  // namespace

TEST_CASE("A metric of the program's own has the interval of the same one of ours") {
  const BootstrapOptions options{.resamples = 200, .seed = 2};
  const auto own = interval_of(ten_classes(), 10, "own_accuracy", options);
  const auto ours = interval_of(ten_classes(), 10, "accuracy", options);
  CHECK(own.low == Approx(ours.low).epsilon(1e-12));
  CHECK(own.high == Approx(ours.high).epsilon(1e-12));
  CHECK(own.low < own.high);
}

TEST_CASE("A metric of two names, or of a name that is taken, is refused") {
  const auto before = registry();
  CHECK_THROWS_MESSAGE(register_metric("accuracy", make_own), gradus::UsageError,
                       "metric 'accuracy' is registered twice");
  register_metric("misnamed", make_own);
  CHECK_THROWS_MESSAGE(make_metric("misnamed", 2), gradus::UsageError,
                       "registered as 'misnamed' calls itself 'own_accuracy'");
  registry() = before;
}

TEST_CASE("With every example once each weighted score is the metric's value") {
  const auto ten = ten_classes();
  const auto two = ties();
  const auto numbers = values();
  for (const auto& name : metric_names()) {
    CAPTURE(name);
    const bool regression = is_regression_metric(name);
    const auto check = [&](const torch::Tensor& outputs, const torch::Tensor& targets, int64_t k) {
      const auto metric = make_metric(name, k);
      metric->update(outputs, targets);
      const std::vector<uint32_t> once(static_cast<size_t>(targets.size(0)), 1);
      const auto score = WeightedScores(outputs, targets, k).make(name);
      CHECK(score(once) == Approx(metric->value()).epsilon(regression ? 1e-5 : 1e-12));
    };
    if (regression) {
      check(numbers.predictions, numbers.targets, 2);
    } else {
      check(ten.logits, ten.labels, 10);
      if (!name.starts_with("top")) check(two.logits, two.labels, 2);
    }
  }
  CHECK_THROWS_AS(WeightedScores(ten.logits, ten.labels, 10).make("acuracy"), gradus::UsageError);
}

TEST_CASE("A weight counts an example as often as a copy of it would") {
  const auto [logits, labels] = ten_classes();
  std::vector<uint32_t> weights(400);
  std::vector<int64_t> rows;
  for (size_t i = 0; i < weights.size(); ++i) {
    weights[i] = static_cast<uint32_t>(i % 4);
    for (size_t copy = 0; copy < i % 4; ++copy) rows.push_back(static_cast<int64_t>(i));
  }
  const auto index = torch::tensor(rows, torch::kInt64);
  for (const auto& name : metric_names()) {
    if (is_regression_metric(name)) continue;
    CAPTURE(name);
    const auto metric = make_metric(name, 10);
    metric->update(logits.index_select(0, index), labels.index_select(0, index));
    CHECK(WeightedScores(logits, labels, 10).make(name)(weights) ==
          Approx(metric->value()).epsilon(1e-12));
  }
}

TEST_CASE("Intervals agree with SciPy's but for the luck of the draw") {
  const auto accuracy =
      interval_of(ten_classes(), 10, "accuracy", {.resamples = 20'000, .confidence = 0.95});
  CHECK(accuracy.low == Approx(expected("interval.accuracy")[0]).margin(0.003));
  CHECK(accuracy.high == Approx(expected("interval.accuracy")[1]).margin(0.003));
  const auto area =
      interval_of(ties(), 2, "roc_auc", {.resamples = 20'000, .confidence = 0.8, .seed = 3});
  CHECK(area.low == Approx(expected("interval.roc_auc")[0]).margin(0.003));
  CHECK(area.high == Approx(expected("interval.roc_auc")[1]).margin(0.003));
}

TEST_CASE("Intervals are a function of the seed, whatever the number of threads") {
  const auto one = interval_of(ten_classes(), 10, "macro_f1", {.seed = 7, .threads = 1});
  const auto three = interval_of(ten_classes(), 10, "macro_f1", {.seed = 7, .threads = 3});
  const auto other = interval_of(ten_classes(), 10, "macro_f1", {.seed = 8});
  CHECK(one.low == three.low);
  CHECK(one.high == three.high);
  CHECK((other.low != one.low || other.high != one.high));
}

TEST_CASE("Of 300 samples the 90 % interval of the mean holds the true mean about as often") {
  int held = 0;
  for (uint64_t sample = 0; sample < 300; ++sample) {
    torch::manual_seed(sample);
    const auto targets = torch::zeros({60, 1});
    const WeightedScores scores(torch::rand({60, 1}), targets, 1);
    const auto interval =
        bootstrap({scores.make("mae")}, 60, {.resamples = 300, .confidence = 0.9, .seed = sample});
    held += interval.front().low <= 0.5 && 0.5 <= interval.front().high ? 1 : 0;
  }
  // 270 are expected; four standard deviations of such a count are 21.
  CHECK(held > 249);
  CHECK(held < 291);
}

TEST_CASE("A score that most resamples do not have has no interval") {
  const WeightedScore never = [](std::span<const uint32_t>) { return NAN; };
  CHECK(std::isnan(bootstrap({never}, 3, {}).front().low));
  const WeightedScore first = [](std::span<const uint32_t> w) { return w[0] > 0 ? 1.0 : NAN; };
  CHECK(bootstrap({first}, 3, {}).front().high == 1);
  CHECK_THROWS_AS(bootstrap({first}, 0, {}), std::invalid_argument);
  CHECK_THROWS_AS(bootstrap({first}, 3, {.resamples = 0}), std::invalid_argument);
  CHECK_THROWS_AS(bootstrap({first}, 3, {.confidence = 1}), std::invalid_argument);
}

TEST_CASE("Quantiles lie between neighbours in proportion") {
  const std::vector<double> sorted = {1, 2, 4};
  CHECK(sorted_quantile(sorted, 0) == 1);
  CHECK(sorted_quantile(sorted, 0.25) == 1.5);
  CHECK(sorted_quantile(sorted, 0.75) == 3);
  CHECK(sorted_quantile(sorted, 1) == 4);
  CHECK(std::isnan(sorted_quantile({}, 0.5)));
}
