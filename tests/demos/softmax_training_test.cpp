#include "softmax_training.h"

#include "gradus/core/error.h"
#include "gradus/data/load.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Tables are standardized by their training part, pixels stay between 0 and 1") {
  const auto iris = prepare(data::load_data("iris"), 1000, 0);
  CHECK(iris.train.size() == 105);
  CHECK(iris.held_out.size() == 45);
  CHECK(iris.train.inputs.mean(0).abs().max().item<double>() < 1e-5);
  CHECK(iris.held_out.inputs.mean(0).abs().max().item<double>() > 1e-4);
  const auto digits = prepare(data::load_data("digits"), 100, 0);
  CHECK(digits.train.size() == 100);
  CHECK(digits.train.inputs.min().item<double>() == 0);
  CHECK(digits.train.inputs.max().item<double>() == 1);
}

TEST_CASE("A set's own test part is kept") {
  const auto moons = prepare(data::load_data("moons:n=40,test=25"), 1000, 0);
  CHECK(moons.train.size() == 40);
  CHECK(moons.held_out.size() == 25);
}

TEST_CASE("A pixel that is always dark keeps a weight of 0") {
  const auto digits = data::load_data("digits").train;
  const auto model =
      train_softmax(digits, {.learning_rate = 0.1, .batch_size = 128, .steps = 20}, {}, 0);
  const auto dark = digits.inputs.flatten(1).amax(0).eq(0);
  REQUIRE(dark.any().item<bool>());
  const auto weight = model->linear->weight.detach();
  CHECK(weight.index({torch::indexing::Slice(), dark}).abs().max().item<double>() == 0);
  CHECK(weight.abs().max().item<double>() > 0.01);
}

TEST_CASE("Runs hold one accuracy a seed, and the first seed's model with its test examples") {
  const SoftmaxRecipe recipe{.learning_rate = 0.1, .batch_size = 32, .steps = 100};
  const auto runs = run_softmax("iris", 1000, recipe, 3, {});
  CHECK(runs.name == "iris");
  CHECK(runs.classes == 3);
  CHECK(runs.train == 105);
  REQUIRE(runs.accuracies.size() == 3);
  auto model = runs.model;
  const auto right = model->predict(runs.test.inputs).argmax(1).eq(runs.test.targets);
  CHECK(right.to(torch::kFloat64).mean().item<double>() == Approx(runs.accuracies[0]));
  const auto rows = accuracy_rows({runs});
  CHECK(rows[0][1].en == "105");
  CHECK(rows[0][2].en == "45");
}

TEST_CASE("The weights of every class become a picture named in the language asked for") {
  const auto runs =
      run_softmax("digits", 100, {.learning_rate = 0.1, .batch_size = 32, .steps = 4}, 2, {});
  CHECK_THAT(weight_pictures(runs, report::Language::kChinese).commands, ContainsSubstring("权重"));
  CHECK_THAT(weight_pictures(runs, report::Language::kEnglish).commands,
             ContainsSubstring("weight"));
}

TEST_CASE("Softmax regression is not trained on numbers to predict") {
  CHECK_THROWS_AS(
      run_softmax("function", 10, {.learning_rate = 0.1, .batch_size = 32, .steps = 1}, 2, {}),
      UsageError);
}
