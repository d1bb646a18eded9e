#include "gradus/data/functions.h"

#include "gradus/core/error.h"
#include "gradus/data/load.h"

#include <cmath>
#include <numbers>

#include "catch.h"

using namespace gradus;
using data::function_values;

TEST_CASE("The exact functions are those that the data set samples") {
  for (const auto& name : data::function_names()) {
    INFO(name);
    const auto sampled = data::load_data("function:noise=0,n=50,kind=" + name).train;
    CHECK(torch::equal(function_values(name, sampled.inputs), sampled.targets));
  }
}

TEST_CASE("Values come in the type and shape of the places") {
  const auto x = torch::linspace(-1, 1, 12, torch::kFloat64).reshape({3, 4});
  for (const auto& name : data::function_names()) {
    INFO(name);
    const auto y = function_values(name, x);
    CHECK(y.scalar_type() == torch::kFloat64);
    CHECK(y.sizes() == x.sizes());
    CHECK(torch::isfinite(y).all().item<bool>());
  }
  const auto half = torch::tensor({0.5}, torch::kFloat64);
  CHECK(std::abs(function_values("sine", half).item<double>() - 1) < 1e-15);
  CHECK(function_values("absolute", -half).item<double>() == 0.5);
}

TEST_CASE("An unknown function is refused, the nearest named first") {
  CHECK_THROWS_MESSAGE(function_values("absolut", torch::zeros({1})), UsageError,
                       "did you mean 'absolute'");
}
