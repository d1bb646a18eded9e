#include "gradient_decay.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/report/statistics.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

DecayOptions small() {
  return {.max_depth = 6, .width = 16, .seeds = 4};
}

}  // namespace

TEST_CASE(
    "A linear network with orthogonal-like weights keeps its gradient, a sigmoid one does not") {
  const auto decays =
      measure_decay({"identity", "sigmoid"}, small(), load_train("moons:n=100"), {});
  REQUIRE(decays.size() == 2);
  for (const auto& decay : decays) {
    REQUIRE(decay.log_ratios.size() == 6);
    REQUIRE(decay.slopes.size() == 4);
  }
  CHECK(std::abs(report::estimate(decays[0].slopes).mean) < 0.1);
  // σ′ is at most 1/4, so each layer takes log₁₀ 4 = 0.6 or more.
  CHECK(report::estimate(decays[1].slopes).mean < -0.5);
}

TEST_CASE("The slope is that of the ratios, and the same seed gives the same numbers") {
  const auto data = load_train("moons:n=50");
  const auto decay = measure_decay({"tanh"}, small(), data, {.seed = 5}).front();
  for (size_t seed = 0; seed < decay.slopes.size(); ++seed) {
    std::vector<double> depths, ratios;
    for (size_t d = 0; d < decay.log_ratios.size(); ++d) {
      depths.push_back(double(d + 1));
      ratios.push_back(decay.log_ratios[d][seed]);
    }
    CHECK(decay.slopes[seed] == Approx(report::slope(depths, ratios).mean));
  }
  CHECK(measure_decay({"tanh"}, small(), data, {.seed = 5}).front().slopes == decay.slopes);
}

TEST_CASE("Deep sigmoids do not run out of numbers") {
  const DecayOptions deep{.max_depth = 100, .width = 4, .seeds = 2};
  const auto decay = measure_decay({"sigmoid"}, deep, load_train("moons:n=20"), {}).front();
  CHECK(decay.log_ratios.back().front() < -50);
}

TEST_CASE("Networks without any gradient are an error that says what to do") {
  const DecayOptions narrow{.max_depth = 60, .width = 1, .seeds = 2};
  CHECK_THROWS_AS(measure_decay({"relu"}, narrow, load_train("moons:n=20"), {}), RunError);
}
