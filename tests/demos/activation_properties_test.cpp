#include "activation_properties.h"

#include "gradus/models/activation.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using torch::Tensor;

TEST_CASE("The properties of all built-in activations are the textbook's") {
  for (const auto& name : models::activations().names()) {
    INFO(name);
    const auto textbook = textbook_traits(name);
    REQUIRE(textbook);
    const auto measured = measure_properties(activation_function(name));
    CHECK(measured.traits.differentiable == textbook->differentiable);
    CHECK(measured.traits.monotonic == textbook->monotonic);
    CHECK(measured.traits.bounded == textbook->bounded);
    CHECK(measured.autograd_error < 1e-6);
  }
}

TEST_CASE("Kinks are found where they are, on the grid and between its points") {
  CHECK(measure_properties(activation_function("relu")).kinks == std::vector<double>{0});
  CHECK(measure_properties(activation_function("hardtanh")).kinks == std::vector<double>{-1, 1});
  CHECK(measure_properties(activation_function("hardtanh:min=-0.3:max=0.77")).kinks ==
        std::vector<double>{-0.3, 0.77});
  CHECK(measure_properties(activation_function("sign")).kinks == std::vector<double>{0});
  CHECK(measure_properties(activation_function("elu")).kinks.empty());
  CHECK(measure_properties(activation_function("elu:alpha=0.5")).kinks == std::vector<double>{0});
}

TEST_CASE("A small kink beside steep slopes, and a jump between grid points, are found too") {
  const auto small = [](const Tensor& x) { return x.sin() + 0.01 * (x - 0.123).abs(); };
  REQUIRE(measure_properties(small).kinks.size() == 1);
  CHECK(measure_properties(small).kinks[0] == Approx(0.123));
  const auto jump = [](const Tensor& x) { return x.gt(0.321).to(torch::kFloat64) + 0 * x; };
  REQUIRE(measure_properties(jump).kinks.size() == 1);
  CHECK(measure_properties(jump).kinks[0] == Approx(0.321));
}

TEST_CASE("Smooth functions have no kinks, however they bend") {
  for (const double steepness : {0.1, 1.0, 10.0, 50.0}) {
    INFO(steepness);
    const auto f = [&](const Tensor& x) { return (steepness * x).sigmoid(); };
    CHECK(measure_properties(f).traits.all());
  }
}

TEST_CASE("The range is what formulas say") {
  const auto gelu = measure_properties(activation_function("gelu"));
  CHECK(gelu.lowest == Approx(-0.16997).margin(1e-3));
  CHECK(gelu.highest == std::numeric_limits<double>::infinity());
  const auto elu = measure_properties(activation_function("elu:alpha=2"));
  CHECK(elu.lowest == Approx(-2));
  const auto sine = measure_properties([](const Tensor& x) { return x.sin(); });
  CHECK(sine.traits == ActivationTraits{true, false, true});
  const auto falling = measure_properties([](const Tensor& x) { return -x; });
  CHECK(falling.traits == ActivationTraits{true, true, false});
}

TEST_CASE("Autograd that gives wrong slopes is noticed") {
  // Its value is 2x, its gradient that of x.
  const auto wrong = [](const Tensor& x) { return x + x.detach(); };
  CHECK(measure_properties(wrong).autograd_error == Approx(1));
}

TEST_CASE("Options can take a textbook property away, and the examination says so") {
  const auto falling = examine("prelu:slope=-0.5");
  CHECK(falling.named);
  CHECK(falling.textbook->monotonic);
  CHECK_FALSE(falling.measured.traits.monotonic);
  CHECK_FALSE(examine("gelu").named);
}

TEST_CASE("Traits are counted, of the functions that the course names or of all") {
  const std::vector<Examined> functions = {examine("tanh"), examine("relu"), examine("gelu")};
  const auto all = count_traits(functions, /*named_only=*/false);
  CHECK(all.functions == 3);
  CHECK(all.differentiable == 2);
  const auto named = count_traits(functions, /*named_only=*/true);
  CHECK(named.functions == 2);
  CHECK(named.differentiable == 1);
  CHECK(named.monotonic == 2);
  CHECK(named.bounded == 1);
  CHECK(named.all == 1);
}
