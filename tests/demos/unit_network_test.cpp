#include "unit_network.h"

#include "gradus/core/seed.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("A unit network is an Mlp of the same weights with the activation after its output") {
  seed_everything(1);
  auto units = unit_network(3, {4, 5}, "sigmoid");
  seed_everything(1);
  models::Mlp plain(models::MlpOptions(3, 1).hidden({4, 5}).activation("sigmoid"));
  const auto inputs = torch::randn({20, 3});
  CHECK(torch::equal(units->forward(inputs), plain->forward(inputs).sigmoid()));
}
