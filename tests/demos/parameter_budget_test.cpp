#include "parameter_budget.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/models/mlp.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "catch.h"

using namespace gradus;
using demos::count_parameters;
using demos::widths_for_parameters;

TEST_CASE("The count is that of the real network") {
  for (const std::vector<int64_t>& hidden :
       {std::vector<int64_t>{}, std::vector<int64_t>{7}, std::vector<int64_t>{128, 128, 3}}) {
    const models::Mlp mlp(models::MlpOptions(64, 10).hidden(hidden));
    CHECK(count_parameters(64, hidden, 10) == demos::parameter_count(*mlp));
  }
}

TEST_CASE("Widths for a number of parameters meet it to 2 %, at every depth") {
  for (const int64_t inputs : {64, 784}) {
    for (int64_t layers = 1; layers <= 8; ++layers) {
      const auto hidden = widths_for_parameters(inputs, 10, layers, 50'000);
      CAPTURE(inputs, layers, hidden);
      CHECK(std::ssize(hidden) == layers);
      const auto [narrow, wide] = std::minmax_element(hidden.begin(), hidden.end());
      CHECK(*wide - *narrow <= 1);
      CHECK(std::abs(count_parameters(inputs, hidden, 10) - 50'000) < 1000);
    }
  }
}

TEST_CASE("No other number of neurons comes nearer") {
  const auto hidden = widths_for_parameters(20, 3, 3, 2000);
  const int64_t found = std::abs(count_parameters(20, hidden, 3) - 2000);
  for (int64_t width = 1; width < 60; ++width) {
    CHECK(found <= std::abs(count_parameters(20, {width, width, width}, 3) - 2000));
    CHECK(found <= std::abs(count_parameters(20, {width, width, width + 1}, 3) - 2000));
    CHECK(found <= std::abs(count_parameters(20, {width, width + 1, width + 1}, 3) - 2000));
  }
}

TEST_CASE("A number that no widths can meet is refused with the nearest") {
  CHECK_THROWS_MESSAGE(widths_for_parameters(784, 10, 2, 100), UsageError,
                       "100 parameters: expected at least 807");
  CHECK_THROWS_MESSAGE(widths_for_parameters(784, 10, 1, 2000), UsageError,
                       "nearest network has 2395");
  CHECK(widths_for_parameters(784, 10, 1, 2000, /*tolerance=*/1) == std::vector<int64_t>{3});
}
