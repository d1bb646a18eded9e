#include "19_universal_approximation.h"

#include "gradus/core/error.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

using Verdicts = std::vector<std::string>;

universal_approximation::Options options_of(
    const std::vector<std::pair<std::string, std::string>>& flags) {
  Settings settings;
  for (const auto& [flag, value] : flags) settings.set(flag, value);
  return universal_approximation::read_options(settings, /*quick=*/true);
}

/// Three functions whose errors follow these powers of width and of the number of bumps, the latter
/// `excess` times their bounds.
universal_approximation::Result result_of(double power, double bump_power, double excess,
                                          int64_t splitting) {
  universal_approximation::Result result{.neurons = 10, .splitting = splitting};
  for (const auto* name : {"f", "g", "h"}) {
    Approximation one{name, {1, 2, 4, 8}, {8, 16, 32}};
    for (const double width : {1, 2, 4, 8}) {
      one.errors.push_back({std::pow(width, power), 1.1 * std::pow(width, power)});
    }
    for (const double bumps : {8, 16, 32}) {
      const double error = std::pow(bumps, bump_power);
      one.bump_errors.push_back({error, error / excess});
    }
    result.functions.push_back(one);
  }
  return result;
}

Verdicts verdicts(const universal_approximation::Result& result) {
  Verdicts all;
  for (const auto& finding : universal_approximation::judge(result))
    all.push_back(to_text(finding.verdict).en);
  return all;
}

}  // namespace

TEST_CASE("The error of trained networks falls with width, that of bumps as 1/n within its bound") {
  const auto result = universal_approximation::measure(options_of({}), {});
  REQUIRE(result.functions.size() == 3);
  for (const auto& one : result.functions) {
    INFO(one.name.en);
    CHECK(trained_slope(one).high < 0);
    CHECK(report::median(one.errors.back()) < report::median(one.errors.front()));
    CHECK(bump_slope(one).mean == Approx(-1).margin(0.1));
    for (const auto& bumps : one.bump_errors) CHECK(bumps.error <= bumps.bound + 1e-12);
  }
  CHECK(result.neurons == 3 * 2 * (1 + 4 + 16));
  CHECK(result.splitting == result.neurons);
  CHECK(verdicts(result) == Verdicts(4, "holds"));
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  CHECK(verdicts(result_of(0.1, -0.5, 1.01, 9)) == Verdicts(4, "does not hold"));
  CHECK(verdicts(result_of(-1, -1, 1, 10)) == Verdicts(4, "holds"));
}

TEST_CASE("One function that does not fall limits the claims on slopes") {
  auto result = result_of(-1, -1, 1, 10);
  const auto flat = result_of(0, -0.5, 1, 10);
  result.functions[1] = flat.functions[1];
  CHECK(verdicts(result) == Verdicts{"holds with limits", "holds", "holds with limits", "holds"});
}

TEST_CASE("Values out of range are refused") {
  CHECK_THROWS_MESSAGE(options_of({{"--widths", "4"}}), UsageError, "--widths");
  CHECK_THROWS_MESSAGE(options_of({{"--widths", "4-4"}}), UsageError, "--widths");
  CHECK_THROWS_MESSAGE(options_of({{"--bumps", "8-16"}}), UsageError, "--bumps");
  CHECK_THROWS_MESSAGE(options_of({{"--function", "sinus"}}), UsageError, "sine");
  CHECK_THROWS_MESSAGE(options_of({{"--epochs", "0"}}), UsageError, "--epochs");
}
