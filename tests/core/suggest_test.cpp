#include "gradus/core/suggest.h"

#include "gradus/core/error.h"
#include "gradus/core/registry.h"

#include "catch.h"

TEST_CASE("The nearest name comes first") {
  CHECK(gradus::nearest_first("mpl", {"softmax", "mlp", "perceptron"}).front() == "mlp");
}

TEST_CASE("Swapped letters count as one mistake") {
  CHECK(gradus::nearest_first("rleu", {"elu", "relu", "tanh"}).front() == "relu");
}

TEST_CASE("A far name gets the list without a guess") {
  CHECK(gradus::unknown_name_message("model", "transformer", {"mlp"}) ==
        "unknown model 'transformer': Known: mlp");
}

TEST_CASE("A registry finds by name and refuses a second entry of a name") {
  gradus::Registry<int> registry("thing");
  registry.add("one", "the first", 1);
  CHECK(registry.find("one").factory == 1);
  CHECK_THROWS_MESSAGE(registry.find("onee"), gradus::UsageError, "did you mean 'one'?");
  CHECK_THROWS_MESSAGE(registry.add("one", "", 2), gradus::UsageError, "registered twice");
}
