#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/roc.h"
#include "gradus/metrics/score_examples.h"
#include "oracle_cases.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::metrics;
using namespace gradus::test;

namespace {

void check_curves(const std::string& name, const std::vector<uint8_t>& positive,
                  const std::vector<double>& scores) {
  for (const bool drop : {true, false}) {
    const auto roc = roc_curve(positive, scores, drop);
    const auto prefix = name + (drop ? ".roc" : ".roc_all");
    check_equal(roc.false_positive_rate, prefix + ".fpr");
    check_equal(roc.true_positive_rate, prefix + ".tpr");
    CHECK(std::isinf(roc.thresholds.front()));
    check_equal({roc.thresholds.begin() + 1, roc.thresholds.end()}, prefix + ".thresholds");
  }
  const auto curve = precision_recall_curve(positive, scores);
  check_equal(curve.precision, name + ".pr.precision");
  check_equal(curve.recall, name + ".pr.recall");
  check_equal(curve.thresholds, name + ".pr.thresholds");
  check_equal({roc_auc(positive, scores), average_precision(positive, scores)}, name + ".area");
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

}  // namespace

TEST_CASE("Curves equal scikit-learn's, ties and a single class included") {
  const auto examples = score_examples(ties().logits, ties().labels);
  const auto scores = examples.column(1);
  check_curves("ties", examples.is_class(1), scores);
  check_curves("only_negative", std::vector<uint8_t>(scores.size(), 0), scores);
  check_curves("only_positive", std::vector<uint8_t>(scores.size(), 1), scores);
}

TEST_CASE("Areas of each class and their means equal scikit-learn's") {
  for (const auto& [name, sample] : std::map<std::string, ClassSample>{
           {"ten", ten_classes()}, {"ties", ties()}, {"extreme", extreme()}}) {
    const auto examples = score_examples(sample.logits, sample.labels);
    check_equal(class_roc_auc(examples), name + ".roc_auc");
    check_equal(class_average_precision(examples), name + ".average_precision");
    check_equal({roc_auc(examples)}, name + ".mean_roc_auc");
    check_equal({average_precision(examples)}, name + ".mean_average_precision");
  }
}

TEST_CASE("Points on straight lines are dropped as scikit-learn drops them") {
  const auto examples = score_examples(ten_classes().logits, ten_classes().labels);
  const auto curve = roc_curve(examples.is_class(3), examples.column(3));
  check_equal(
      {static_cast<double>(curve.thresholds.size()), sum(curve.false_positive_rate),
       sum(curve.true_positive_rate), sum({curve.thresholds.begin() + 1, curve.thresholds.end()})},
      "ten.roc.kept");
}

TEST_CASE("A class without examples has no area and does not count in the mean") {
  const auto logits = torch::tensor({{2.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {1.0, 1.5, 0.0}});
  const auto examples = score_examples(logits, torch::tensor({0, 1, 0}, torch::kInt64));
  CHECK(std::isnan(class_roc_auc(examples)[2]));
  CHECK(std::isnan(class_average_precision(examples)[2]));
  CHECK_FALSE(std::isnan(roc_auc(examples)));
  CHECK_FALSE(std::isnan(average_precision(examples)));
}

TEST_CASE("Counts that differ and scores that are no numbers are refused") {
  const std::vector<uint8_t> positive = {0, 1};
  CHECK_THROWS_AS(roc_curve(positive, std::vector<double>{1}), std::invalid_argument);
  CHECK_THROWS_AS(roc_auc(positive, std::vector<double>{1, NAN}), std::invalid_argument);
  CHECK_THROWS_AS(score_examples(torch::ones({3, 2}), torch::zeros({2}, torch::kInt64)),
                  std::invalid_argument);
}
