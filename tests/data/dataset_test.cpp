#include "gradus/data/dataset.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using data::Dataset;
using data::Task;

namespace {

Dataset small() {
  Dataset d;
  d.name = "small";
  d.inputs = torch::arange(12, torch::kFloat32).reshape({6, 2});
  d.targets = torch::tensor({0, 1, 1, 0, 1, 1}, torch::kInt64);
  d.class_names = {"no", "yes"};
  d.feature_names = {"a", "b"};
  return d;
}

}  // namespace

TEST_CASE("A data set knows its sizes") {
  const auto d = small();
  CHECK(d.size() == 6);
  CHECK(d.features() == 2);
  CHECK(d.outputs() == 2);
  CHECK(d.input_shape() == std::vector<int64_t>{2});
  CHECK_FALSE(d.is_image());
  auto images = d;
  images.inputs = torch::zeros({6, 3, 4, 5}, torch::kUInt8);
  CHECK(images.features() == 60);
  CHECK(images.is_image());
  auto regression = d;
  regression.task = Task::kRegression;
  regression.targets = torch::zeros({6, 3});
  CHECK(regression.outputs() == 3);
}

TEST_CASE("A subset takes the named examples in the given order") {
  const auto part = small().subset(torch::tensor({4, 0}, torch::kInt64));
  CHECK(torch::equal(part.inputs, torch::tensor({{8.F, 9.F}, {0.F, 1.F}})));
  CHECK(torch::equal(part.targets, torch::tensor({1, 0}, torch::kInt64)));
  CHECK(part.class_names == small().class_names);
}

TEST_CASE("A data set that breaks its promises is refused, with the first bad row") {
  CHECK_NOTHROW(data::validate(small()));
  auto d = small();
  d.targets[3] = 2;
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "example 3 has label 2: expected 0 to 1");
  d.targets[2] = -1;
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "example 2 has label -1");
  d = small();
  d.inputs = d.inputs.narrow(0, 0, 5);
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "5 inputs but 6 targets");
  d = small();
  d.inputs[0][1] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "NaN");
  d = small();
  d.inputs = d.inputs.to(torch::kFloat64);
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "expected float32 or uint8");
  d = small();
  d.targets = d.targets.to(torch::kFloat32);
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "expected [N] int64");
  d = small();
  CHECK_THROWS_MESSAGE(data::validate(d.subset(torch::empty({0}, torch::kInt64))), DataError,
                       "no examples");
  d.task = Task::kRegression;
  CHECK_THROWS_MESSAGE(data::validate(d), DataError, "[N, k] float32");
}

TEST_CASE("A description shows size, names and class counts") {
  auto d = small();
  d.note = "read for a test";
  CHECK(data::describe(d) ==
        "small: 6 examples, 2 features (a, b)\n  2 classes: no 2, yes 4\n  read for a test");
}

TEST_CASE("A description of a regression shows the targets' ranges") {
  auto d = small();
  d.task = Task::kRegression;
  d.targets = torch::tensor({{1.F}, {2.F}, {3.F}, {-4.F}, {0.F}, {2.5F}});
  d.target_names = {"price"};
  CHECK_THAT(data::describe(d), ContainsSubstring("regression: price from -4 to 3"));
}
