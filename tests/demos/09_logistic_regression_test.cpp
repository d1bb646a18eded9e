#include "09_logistic_regression.h"

#include "gradus/core/error.h"
#include "iris.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

#include "logistic_oracle.inc"

using Flags = std::map<std::string, std::string>;

logistic_regression::Options quick_options(const Flags& flags = {}) {
  Settings settings;
  for (const auto& [key, value] : flags) settings.set(key, value);
  return logistic_regression::read_options(settings, /*quick=*/true);
}

/// Of scikit-learn's coefficients and of its probabilities for every tenth flower.
void check_against_scikit_learn(const Flags& flags, const std::vector<double>& coefficients,
                                const std::vector<double>& probabilities) {
  const auto options = quick_options(flags);
  const auto result = logistic_regression::measure(options, {});
  const auto every_tenth = torch::arange(0, 100, 10);
  REQUIRE(result.starts.size() >= 2);
  for (const auto& start : result.starts) {
    const auto w = start.coefficients - torch::tensor(coefficients);
    CHECK(w.abs().max().item<double>() < 1e-3);
    const auto p = start.probability.index_select(0, every_tenth) - torch::tensor(probabilities);
    CHECK(p.abs().max().item<double>() < 1e-4);
  }
  // Our flowers are float32, those of scikit-learn float64.
  CHECK((result.exact - torch::tensor(coefficients)).abs().max().item<double>() < 1e-5);
}

logistic_regression::Trained trained(std::vector<double> coefficients,
                                     std::vector<double> probability, std::vector<double> step) {
  return {torch::tensor(coefficients), torch::logit(torch::tensor(probability)),
          torch::tensor(probability), torch::tensor(step)};
}

}  // namespace

TEST_CASE("Autograd finds scikit-learn's coefficients without a penalty to 1e-3") {
  check_against_scikit_learn({}, kPetalsCoefficients, kPetalsProbabilities);
}

TEST_CASE("So it does on other measures, with the classes the other way round") {
  check_against_scikit_learn({{"--x", "sepal_length_cm"},
                              {"--y", "sepal_width_cm"},
                              {"--class-0", "virginica"},
                              {"--class-1", "versicolor"}},
                             kSepalsCoefficients, kSepalsProbabilities);
}

TEST_CASE("All three findings hold on versicolor against virginica, which no line separates") {
  const auto result = logistic_regression::measure(quick_options(), {});
  const auto findings = logistic_regression::judge(result);
  REQUIRE(findings.size() == 3);
  for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kHolds);
  const auto& first = result.starts.front();
  CHECK(first.step.numel() == 100);
  CHECK(first.step.eq(first.z.gt(0)).all().item<bool>());
  CHECK(first.step.eq(quick_options().flowers.targets).sum().item<int64_t>() == 94);
}

TEST_CASE("Classes that a line separates have no maximum, and the verdict says so") {
  const auto result = logistic_regression::measure(quick_options({{"--class-0", "setosa"}}), {});
  CHECK_FALSE(result.exact_found);
  const auto finding = logistic_regression::judge(result)[0];
  CHECK(finding.verdict == Verdict::kDoesNotHold);
  CHECK_THAT(finding.measured.en, ContainsSubstring("no finite maximum"));
  CHECK_FALSE(finding.measured.zh.empty());
}

TEST_CASE("A training that has not converged is told from one that has") {
  const auto result = logistic_regression::measure(quick_options({{"--epochs", "50"}}), {});
  CHECK(logistic_regression::coefficient_error(result) > 0.1);
  CHECK(logistic_regression::judge(result)[0].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The rules of logistic regression say 'does not hold' on data made to break the claims") {
  logistic_regression::Result broken;
  broken.starts = {trained({1, 2, 3}, {0.9, 0.2}, {1, 0}),
                   trained({1, 2, 3.1}, {0.9, 0.2}, {1, 1})};
  broken.exact = torch::tensor(std::vector<double>{1, 2, 3});
  broken.exact_found = true;
  broken.share = 0.5;
  CHECK(logistic_regression::coefficient_error(broken) == Approx(0.1));
  for (const auto& finding : logistic_regression::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("The picture has the plane with its boundary and the smooth step, named in Chinese too") {
  const auto options = quick_options({{"--epochs", "10"}});
  const auto result = logistic_regression::measure(options, {});
  const auto panels = logistic_regression::picture(result.starts.front(), options.flowers).panels;
  REQUIRE(panels.size() == 2);
  REQUIRE(panels[0].region.has_value());
  CHECK(panels[0].x_label.zh == "花瓣长度 (cm)");
  CHECK(panels[0].marks.size() == 2);
  CHECK(panels[1].curves.size() == 2);
  CHECK(panels[1].marks[0].x.size() + panels[1].marks[1].x.size() == 100);
}

TEST_CASE("Logistic regression refuses unknown flowers and steps out of range") {
  CHECK_THROWS_MESSAGE(quick_options({{"--class-0", "virginca"}}), UsageError, "virginica");
  CHECK_THROWS_MESSAGE(quick_options({{"--class-0", "virginica"}}), UsageError, "given twice");
  CHECK_THROWS_MESSAGE(quick_options({{"--y", "petal_length_cm"}}), UsageError, "given twice");
  CHECK_THROWS_MESSAGE(quick_options({{"--epochs", "0"}}), UsageError, "--epochs");
  CHECK_THROWS_MESSAGE(logistic_regression::measure(quick_options({{"--optimizer", "adm"}}), {}),
                       UsageError, "did you mean 'adam'");
}
