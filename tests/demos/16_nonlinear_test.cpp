#include "16_nonlinear.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

using Verdicts = std::vector<std::string>;

nonlinear::Options options_of(const std::vector<std::pair<std::string, std::string>>& flags) {
  Settings settings;
  for (const auto& [flag, value] : flags) settings.set(flag, value);
  return nonlinear::read_options(settings, /*quick=*/true);
}

/// Two seeds for each problem, with these accuracies at width 0 and at width 8.
nonlinear::Result result_of(int64_t gate_rows, double by_line,
                            const std::vector<double>& by_layer) {
  nonlinear::Result result{.gate_rows = gate_rows};
  result.table = {.widths = {0, 8}, .k = 2, .seeds = 2, .threshold = 0.95};
  for (const double accuracy : by_layer) {
    WidthProblem problem{.name = "problem"};
    problem.trainings = {{2, {.accuracy = by_line}}, {2, {.accuracy = accuracy}}};
    result.table.problems.push_back(problem);
  }
  return result;
}

Verdicts verdicts(const nonlinear::Result& result) {
  Verdicts all;
  for (const auto& finding : nonlinear::judge(result)) all.push_back(to_text(finding.verdict).en);
  return all;
}

}  // namespace

TEST_CASE("AND and OR do XOR, a line solves nothing, a hidden layer solves all four") {
  const auto result = nonlinear::measure(options_of({}), {});
  CHECK(result.gate_rows == 4);
  REQUIRE(result.table.problems.size() == 4);
  for (const auto& problem : result.table.problems) {
    INFO(problem.name.en);
    CHECK(solved(result.table, problem, 0) == 0);
    CHECK(smallest_width(result.table, problem).has_value());
  }
  CHECK(verdicts(result) == Verdicts(3, "holds"));
}

TEST_CASE("Without an activation no width solves any: the third rule sees it") {
  const auto result =
      nonlinear::measure(options_of({{"--activation", "identity"}, {"--widths", "8"}}), {});
  CHECK(verdicts(result) == Verdicts{"holds", "holds", "does not hold"});
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  CHECK(verdicts(result_of(3, 0.99, {0.5, 0.5, 0.5, 0.5})) == Verdicts(3, "does not hold"));
}

TEST_CASE("A problem that no width solves limits the third claim") {
  const auto result = result_of(4, 0.6, {0.99, 0.99, 0.99, 0.7});
  CHECK(verdicts(result) == Verdicts{"holds", "holds", "holds with limits"});
}

TEST_CASE("Widths are put in order, and k is three quarters of the seeds unless given") {
  CHECK(options_of({{"--widths", "9-3-5"}}).widths == std::vector<int64_t>{3, 5, 9});
  CHECK(options_of({{"--seeds", "10"}}).k == 8);
  CHECK(options_of({{"--seeds", "10"}, {"--k", "3"}}).k == 3);
}

TEST_CASE("Values out of range are refused") {
  CHECK_THROWS_MESSAGE(options_of({{"--k", "9"}}), UsageError, "--k");
  CHECK_THROWS_MESSAGE(options_of({{"--epochs", "x"}}), UsageError, "--epochs");
  CHECK_THROWS_MESSAGE(options_of({{"--widths", "none"}}), UsageError, "--widths");
  CHECK_THROWS_MESSAGE(options_of({{"--learning-rate", "0"}}), UsageError, "--learning-rate");
}

TEST_CASE("The same seed gives the same numbers") {
  const auto options = options_of({{"--epochs", "2"}, {"--widths", "3"}});
  const auto numbers = [&](uint64_t seed) {
    const auto result = nonlinear::measure(options, {.seed = seed});
    return accuracies_of(result.table.problems[3].trainings[1]);
  };
  CHECK(numbers(5) == numbers(5));
  CHECK(numbers(5) != numbers(50));
}
