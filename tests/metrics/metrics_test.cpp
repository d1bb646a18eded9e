#include "gradus/core/error.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/metric.h"
#include "gradus/metrics/regression.h"
#include "oracle.h"
#include "oracle_cases.h"

#include "catch.h"

using namespace gradus::metrics;

namespace {

/// The same scores as tests/oracle/metrics_oracle.py makes.
struct Sample {
  torch::Tensor scores, classes, values;
};
Sample sample() {
  torch::manual_seed(5);
  const auto scores = torch::randn({200, 7});
  const auto classes = torch::randint(0, 6, {200}, torch::kInt64);  // class 6 has no example
  const auto values = torch::randn({200, 7}) + scores + 100.0;
  return {scores, classes, values};
}

/// In uneven batches, as the trainer updates.
double value_of(const std::string& name, const torch::Tensor& outputs,
                const torch::Tensor& targets) {
  const auto metric = make_metric(name, outputs.size(1));
  for (int64_t start = 0; start < outputs.size(0); start += 64) {
    const int64_t size = std::min<int64_t>(64, outputs.size(0) - start);
    metric->update(outputs.narrow(0, start, size), targets.narrow(0, start, size));
  }
  return metric->value();
}

}  // namespace

TEST_CASE("Metrics equal scikit-learn's") {
  const auto s = sample();
#include "metrics_oracle.inc"
  CHECK(value_of("accuracy", s.scores, s.classes) == Approx(kAccuracy).epsilon(1e-9));
  CHECK(value_of("top3", s.scores, s.classes) == Approx(kTop3).epsilon(1e-9));
  CHECK(value_of("macro_f1", s.scores, s.classes) == Approx(kMacroF1).epsilon(1e-9));
  const auto outputs = s.scores + 100.0;
  CHECK(value_of("mse", outputs, s.values) == Approx(kMse).epsilon(1e-5));
  CHECK(value_of("mae", outputs, s.values) == Approx(kMae).epsilon(1e-5));
  CHECK(value_of("r2", outputs, s.values) == Approx(kR2).epsilon(1e-5));
}

TEST_CASE("A reset forgets, and before the first update there is no value") {
  for (const auto& name : metric_names()) {
    CAPTURE(name);
    const auto metric = make_metric(name, 7);
    CHECK(std::isnan(metric->value()));
    metric->update(sample().scores,
                   is_regression_metric(name) ? sample().values : sample().classes);
    CHECK_FALSE(std::isnan(metric->value()));
    metric->reset();
    CHECK(std::isnan(metric->value()));
  }
}

TEST_CASE("A metric that takes another's state goes on bit for bit") {
  const auto s = sample();
  for (const auto& name : metric_names()) {
    CAPTURE(name);
    const auto& targets = is_regression_metric(name) ? s.values : s.classes;
    const auto half = [&](Metric& metric, int64_t start) {
      metric.update(s.scores.narrow(0, start, 37), targets.narrow(0, start, 37));
      metric.update(s.scores.narrow(0, start + 37, 63), targets.narrow(0, start + 37, 63));
    };
    const auto whole = make_metric(name, 7), stopped = make_metric(name, 7);
    half(*whole, 0);
    half(*stopped, 0);
    const auto state = stopped->state();
    const double stopped_value = stopped->value();
    half(*whole, 100);
    half(*stopped, 100);  // what goes on after the state was taken must not change it
    const auto resumed = make_metric(name, 7);
    half(*resumed, 100);  // what was accumulated before is replaced
    resumed->load_state(state);
    CHECK(resumed->value() == stopped_value);
    half(*resumed, 100);
    CHECK(resumed->value() == whole->value());
    CHECK(stopped->value() == whole->value());
    resumed->load_state(make_metric(name, 7)->state());
    CHECK(std::isnan(resumed->value()));
    CHECK_THROWS_AS(resumed->load_state({}), gradus::CheckpointError);
  }
}

TEST_CASE(
    "Averages over classes and scores of probabilities equal scikit-learn's, batch by batch") {
  for (const auto& [name, sample] :
       std::map<std::string, gradus::test::ClassSample>{{"ten", gradus::test::ten_classes()},
                                                        {"ties", gradus::test::ties()},
                                                        {"extreme", gradus::test::extreme()}}) {
    const auto value = [&sample = sample](const std::string& metric) {
      const auto made = make_metric(metric, std::max<int64_t>(sample.logits.size(1), 2));
      for (const auto& rows : torch::arange(sample.labels.size(0)).split(64))
        made->update(sample.logits.index_select(0, rows), sample.labels.index_select(0, rows));
      return made->value();
    };
    for (const std::string average : {"macro", "weighted"}) {
      gradus::test::check_equal(
          {value(average + "_precision"), value(average + "_recall"), value(average + "_f1")},
          name + "." + average);
    }
    gradus::test::check_equal({value("balanced_accuracy")}, name + ".balanced_accuracy");
    gradus::test::check_equal({value("log_loss")}, name + ".log_loss");
    gradus::test::check_equal({value("brier_score")}, name + ".brier_score");
    gradus::test::check_equal({value("roc_auc")}, name + ".mean_roc_auc");
    gradus::test::check_equal({value("average_precision")}, name + ".mean_average_precision");
    gradus::test::check_equal({value("ece")}, name + ".ece");
  }
}

TEST_CASE("Metrics of regression equal scikit-learn's, batch by batch") {
  const auto s = gradus::test::values();
  const auto targets = s.targets.to(torch::kFloat64), outputs = s.predictions.to(torch::kFloat64);
  std::vector<double> values;
  for (const auto& name : regression_metric_names())
    values.push_back(value_of(name, outputs, targets));
  gradus::test::check_equal(values, "values");
}

TEST_CASE("A single score means class 1 above 0, and a tie means class 0") {
  const auto classes = predicted_classes(torch::tensor({-1.0F, 0.0F, 2.0F}).unsqueeze(1));
  CHECK(torch::equal(classes, torch::tensor({0, 0, 1}, torch::kInt64)));
}

TEST_CASE("Probabilities sum to one and stay finite for extreme logits") {
  for (const auto& logits :
       {torch::tensor({{1e4F, -1e4F}, {0.0F, 0.0F}}), torch::tensor({{1e4F}, {-1e4F}})}) {
    const auto p = class_probabilities(logits);
    CHECK(p.size(1) == 2);
    CHECK(torch::allclose(p.sum(1), torch::ones({2})));
    CHECK(p.isfinite().all().item<bool>());
  }
}

TEST_CASE("A confusion matrix has true classes in rows and predictions in columns") {
  ConfusionMatrix matrix(2);
  matrix.update(torch::tensor({{0.0F, 1.0F}, {1.0F, 0.0F}}), torch::tensor({0, 0}, torch::kInt64));
  CHECK(torch::equal(matrix.counts(), torch::tensor({{1, 1}, {0, 0}}, torch::kInt64)));
  const auto scores = class_scores(matrix.counts());
  CHECK(scores[0].precision == 1);
  CHECK(scores[0].recall == 0.5);
  CHECK(scores[0].support == 2);
  CHECK(scores[1].f1 == 0);
}

TEST_CASE("R2 of a constant target is 1 when exact and 0 otherwise") {
  const auto constant = torch::full({4, 1}, 3.0);
  CHECK(value_of("r2", constant, constant) == 1);
  CHECK(value_of("r2", constant + 1, constant) == 0);
}

TEST_CASE("An unknown metric lists what there is, and k is bounded by the classes") {
  CHECK_THROWS_MESSAGE(make_metric("acuracy", 3), gradus::UsageError, "did you mean 'accuracy'?");
  CHECK_THROWS_MESSAGE(make_metric("top5", 3), gradus::UsageError, "expected top1 to top3");
}
