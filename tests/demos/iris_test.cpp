#include "iris.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Measures and species of iris are chosen by name and numbered in the order given") {
  const auto flowers = load_iris({"petal_width_cm", "sepal_length_cm"}, {"virginica", "setosa"});
  CHECK(flowers.size() == 100);
  CHECK(flowers.features() == 2);
  CHECK(flowers.class_names == std::vector<std::string>{"virginica", "setosa"});
  CHECK(flowers.feature_names == std::vector<std::string>{"petal_width_cm", "sepal_length_cm"});
  // The file's first flower is a setosa with petals 0.2 cm wide and sepals 5.1 cm long.
  CHECK(flowers.targets[0].item<int64_t>() == 1);
  CHECK(flowers.inputs[0][0].item<float>() == 0.2F);
  CHECK(flowers.inputs[0][1].item<float>() == 5.1F);
  CHECK(data::class_counts(flowers).equal(torch::tensor({50, 50})));
}

TEST_CASE("Without names all of iris is there") {
  const auto flowers = load_iris({}, {});
  CHECK(flowers.inputs.sizes() == std::vector<int64_t>{150, 4});
  CHECK(flowers.outputs() == 3);
}

TEST_CASE("Unknown and repeated names of iris are refused") {
  CHECK_THROWS_MESSAGE(load_iris({"petal_lenght_cm"}, {}), UsageError, "petal_length_cm");
  CHECK_THROWS_MESSAGE(load_iris({}, {"setosa", "setosa"}), UsageError, "given twice");
}

TEST_CASE("The plane of iris has a mark for each species, named in both languages") {
  const auto flowers = load_iris({"petal_length_cm", "petal_width_cm"}, {});
  const auto panel = iris_plane(flowers, {torch::zeros({3, 2}), torch::zeros({3})});
  REQUIRE(panel.marks.size() == 3);
  CHECK(panel.marks[1].name.en == "versicolor");
  CHECK(panel.marks[1].name.zh == "变色鸢尾 versicolor");
  CHECK(panel.region->scores.size() == 3);
  CHECK(panel.y_label.zh == "花瓣宽度 (cm)");
}
