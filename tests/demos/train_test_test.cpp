#include "train_test.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("A fifth is held out for testing where the set has no test part") {
  const auto loaded = load_classes("digits");
  const auto parts = train_test(loaded, 1'000'000, 0);
  CHECK(parts.train.size() + parts.test.size() == 1797);
  CHECK(std::abs(static_cast<double>(parts.test.size()) - 0.2 * 1797) < 6);
}

TEST_CASE("A set's own test part is kept, and both parts obey the limit") {
  const auto loaded = load_classes("moons:n=300,test=200");
  const auto all = train_test(loaded, 1000, 0);
  CHECK(all.train.size() == 300);
  CHECK(all.test.size() == 200);
  const auto few = train_test(loaded, 50, 0);
  CHECK(few.train.size() == 50);
  CHECK(few.test.size() == 50);
}

TEST_CASE("Inputs are standardised by the training part") {
  const auto parts = train_test(load_classes("moons:n=300,test=200"), 1000, 0);
  CHECK(parts.train.inputs.mean(0).abs().max().item<double>() < 1e-5);
  CHECK((parts.train.inputs.std(0, false) - 1).abs().max().item<double>() < 1e-4);
  CHECK(parts.test.inputs.mean(0).abs().max().item<double>() > 1e-5);
}

TEST_CASE("Seeds choose other examples; the same seed the same") {
  const auto first = train_tests("digits", 100, 2, 0);
  const auto again = train_tests("digits", 100, 2, 0);
  CHECK_FALSE(first[0].train.inputs.equal(first[1].train.inputs));
  CHECK(first[1].train.inputs.equal(again[1].train.inputs));
}

TEST_CASE("A set without classes is refused in one line") {
  CHECK_THROWS_AS(load_classes("function"), UsageError);
}

TEST_CASE("A network learns what it is trained on, and the seed decides all") {
  const auto data = train_test(load_classes("moons:n=200,test=200,noise=0.05"), 1000, 0);
  const auto mlp = models::MlpOptions(2, 2).hidden({16});
  const Recipe recipe{.epochs = 40};
  const auto trained = train_mlp(mlp, data, recipe, {}, 3);
  CHECK(trained.train > 0.95);
  CHECK(trained.test > 0.95);
  CHECK(train_mlp(mlp, data, recipe, {}, 3).test == trained.test);
}
