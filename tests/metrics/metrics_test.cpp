#include "gradus/core/error.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/metric.h"
#include "oracle.h"

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
    const bool regression = name == "mse" || name == "mae" || name == "r2";
    metric->update(sample().scores, regression ? sample().values : sample().classes);
    CHECK_FALSE(std::isnan(metric->value()));
    metric->reset();
    CHECK(std::isnan(metric->value()));
  }
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
