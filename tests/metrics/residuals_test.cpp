#include "gradus/metrics/residuals.h"

#include "gradus/metrics/mistakes.h"
#include "gradus/metrics/score_examples.h"
#include "oracle_cases.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::metrics;
using namespace gradus::test;

TEST_CASE("Residuals are summarised as NumPy and scikit-learn do") {
  const auto sample = values();
  for (int64_t c = 0; c < 2; ++c) {
    const auto summary = summarize_residuals(plain_numbers(sample.targets.select(1, c)),
                                             plain_numbers(sample.predictions.select(1, c)));
    std::vector<double> numbers = {summary.mean, summary.deviation};
    numbers.insert(numbers.end(), summary.quantiles.begin(), summary.quantiles.end());
    for (const double value :
         {summary.mae, summary.rmse, summary.max_error, summary.r2, summary.explained_variance})
      numbers.push_back(value);
    check_equal(numbers, "residuals." + std::to_string(c));
  }
}

TEST_CASE("A target that never varies is explained by exact predictions alone") {
  const std::vector<double> constant = {3, 3, 3}, off = {3, 3, 4};
  CHECK(summarize_residuals(constant, constant).r2 == 1);
  CHECK(summarize_residuals(constant, off).r2 == 0);
  CHECK(summarize_residuals(constant, off).max_error == 1);
  CHECK_THROWS_AS(summarize_residuals({}, {}), std::invalid_argument);
  CHECK_THROWS_AS(summarize_residuals(constant, std::vector<double>{1}), std::invalid_argument);
}

TEST_CASE("Mistakes come surest first, ties in the data's order") {
  const auto logits = torch::tensor({{0.0, 1.0}, {0.0, 3.0}, {0.0, 3.0}, {9.0, 0.0}});
  const auto examples = score_examples(logits, torch::tensor({0, 0, 0, 0}, torch::kInt64));
  const auto mistakes = confident_mistakes(examples, 10);
  REQUIRE(mistakes.size() == 3);
  CHECK(mistakes[0].example == 1);
  CHECK(mistakes[1].example == 2);
  CHECK(mistakes[2].example == 0);
  CHECK(mistakes[2].truth == 0);
  CHECK(mistakes[2].predicted == 1);
  CHECK(mistakes[2].probability == Approx(1 / (1 + std::exp(-1.0))).epsilon(1e-12));
  CHECK(confident_mistakes(examples, 1).size() == 1);
}
