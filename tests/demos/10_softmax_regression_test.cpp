#include "10_softmax_regression.h"

#include "gradus/core/error.h"
#include "gradus/report/statistics.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

using Flags = std::map<std::string, std::string>;

softmax_regression::Options quick_options(const Flags& flags = {}) {
  Settings settings;
  for (const auto& [key, value] : flags) settings.set(key, value);
  return softmax_regression::read_options(settings, /*quick=*/true);
}

SoftmaxRuns runs(const std::string& name, int64_t classes, std::vector<double> accuracies) {
  SoftmaxRuns set;
  set.name = name;
  set.classes = classes;
  set.accuracies = std::move(accuracies);
  return set;
}

}  // namespace

TEST_CASE("Softmax regression is one function in all its forms, and learns iris and digits") {
  const auto result = softmax_regression::measure(quick_options({{"--data", "digits"}}), {});
  REQUIRE(result.sets.size() == 2);
  CHECK(result.missing.empty());
  CHECK(result.form_error.float64 < 1e-6);
  CHECK(result.form_error.float32 < 1e-5);
  CHECK(result.logistic_error < 1e-6);
  CHECK(result.range.rows == 27);
  CHECK(result.range.broken == 0);
  CHECK(result.range.sum_error < 1e-6);
  CHECK(result.range.naive_broken == 20);
  for (const auto& set : result.sets) CHECK(report::estimate(set.accuracies).mean > 0.9);
  for (const auto& finding : softmax_regression::judge(result)) {
    CHECK(finding.verdict == Verdict::kHolds);
  }
}

TEST_CASE("A machine without Fashion-MNIST is told so, and judged on the other sets") {
  const auto options = quick_options(
      {{"--data", "fashion-mnist:dir=/nowhere"}, {"--steps", "200"}, {"--seeds", "2"}});
  const auto result = softmax_regression::measure(options, {});
  CHECK(result.sets.size() == 2);
  CHECK_THAT(result.missing, ContainsSubstring("fashion-mnist"));
  const auto findings = softmax_regression::judge(result);
  CHECK_THAT(findings.back().measured.en, StartsWith("2 sets"));
}

TEST_CASE("The rules of softmax regression say 'does not hold' on data made to break the claims") {
  softmax_regression::Result broken;
  broken.sets = {runs("easy", 3, {0.9, 0.9, 0.9}), runs("hard", 10, {0.1, 0.1, 0.1})};
  broken.form_error = {1e-4, 1e-4};
  broken.logistic_error = 1e-3;
  broken.range = {.rows = 27, .broken = 1, .naive_broken = 20, .sum_error = 0};
  const auto findings = softmax_regression::judge(broken);
  REQUIRE(findings.size() == 4);
  for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kDoesNotHold);
}

TEST_CASE(
    "Sums that are not 1, or not numbers, break the rule; an accuracy above chance limits it") {
  softmax_regression::Result result;
  result.sets = {runs("middling", 10, {0.5, 0.5, 0.51})};
  for (const double sum_error : {1e-3, std::numeric_limits<double>::quiet_NaN()}) {
    result.range = {.rows = 27, .broken = 0, .naive_broken = 20, .sum_error = sum_error};
    CHECK(softmax_regression::judge(result)[2].verdict == Verdict::kDoesNotHold);
  }
  CHECK(softmax_regression::judge(result)[3].verdict == Verdict::kHoldsWithLimits);
}

TEST_CASE("The same seed gives the same softmax regression, however many run side by side") {
  const auto options = quick_options({{"--data", "iris"}, {"--steps", "50"}});
  const auto first = softmax_regression::measure(options, {.seed = 3});
  const auto second = softmax_regression::measure(options, {.seed = 3});
  CHECK(first.sets[1].accuracies == second.sets[1].accuracies);
  CHECK(first.sets[1].model->linear->weight.equal(second.sets[1].model->linear->weight));
}

TEST_CASE("The picture shows three classes of iris, and where the formula as it reads ends") {
  const auto panels = softmax_regression::picture(quick_options({{"--steps", "50"}}), {}).panels;
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].region->scores.size() == 3);
  CHECK(panels[0].marks.size() == 3);
  const auto& naive = panels[1].curves[0].y;
  CHECK_FALSE(std::isnan(naive.front()));
  CHECK(std::isnan(naive.back()));
  CHECK(panels[1].curves[1].y.back() == 1);
}

TEST_CASE("Softmax regression refuses options out of range and data without classes") {
  CHECK_THROWS_MESSAGE(quick_options({{"--steps", "0"}}), UsageError, "--steps");
  CHECK_THROWS_MESSAGE(quick_options({{"--learning-rate", "-1"}}), UsageError, "--learning-rate");
  const auto unknown = quick_options({{"--data", "fashion"}, {"--steps", "1"}});
  CHECK_THROWS_AS(softmax_regression::measure(unknown, {}), Error);
}
