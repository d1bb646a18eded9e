#include "closed_forms.h"

#include "gradus/models/activation.h"

#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Every registered activation has a closed form with its formula") {
  for (const auto& name : models::activations().names()) {
    INFO(name);
    REQUIRE(closed_forms().contains(name));
    CHECK_FALSE(closed_forms().at(name).formula.empty());
  }
}

TEST_CASE("The closed forms stay finite where exp overflows") {
  for (const auto& [name, form] : closed_forms()) {
    INFO(name);
    for (const double z : {-1e6, -1000., -0., 0., 1000., 1e6}) CHECK(std::isfinite(form.value(z)));
  }
}

TEST_CASE("Values of the closed forms from tables") {
  const auto f = [](const char* name, double z) { return closed_forms().at(name).value(z); };
  CHECK(f("step", 0) == 0);
  CHECK(f("sign", 0) == 0);
  CHECK(f("gelu", 1) == Approx(0.8413447460685429));      // Φ(1)
  CHECK(f("softplus", 0) == Approx(0.6931471805599453));  // log 2
  CHECK(f("tanh", 1) == Approx(0.7615941559557649));
  CHECK(f("selu", -1e6) == Approx(-1.7580993408473766));  // -λα
  CHECK(f("mish", 1) == Approx(0.8650983882673103));
}
