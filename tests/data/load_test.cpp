#include "gradus/data/load.h"

#include "gradus/core/error.h"
#include "temp_folder.h"

#include <cstdlib>

#include "catch.h"

using namespace gradus;
using data::load_data;
using test::TempFolder;

namespace {

data::LoadedData make_test_set(const Settings& settings) {
  data::LoadedData loaded;
  loaded.train.inputs = torch::full(
      {1, 1}, static_cast<float>(settings.integer("value", 3, {0, 9}, "what it holds")));
  return loaded;
}
GRADUS_REGISTER_DATASET("load-test", "for this test", make_test_set);

}  // namespace

TEST_CASE("The registry has the built-in sets") {
  for (const auto* name :
       {"and", "blobs", "checkerboard", "circles", "digits", "fashion-mnist", "function", "gate",
        "iris", "mnist", "moons", "nand", "nor", "or", "rings", "spirals", "xnor", "xor"}) {
    CHECK(data::registry().contains(name));
  }
}

TEST_CASE("A data set of the user's own is one line") {
  CHECK(load_data("load-test").train.inputs.item<float>() == 3);
  CHECK(load_data("load-test:value=7").train.inputs.item<float>() == 7);
}

TEST_CASE("Unknown names and options are refused, the nearest first") {
  CHECK_THROWS_MESSAGE(load_data("spiral"), UsageError,
                       "unknown data set 'spiral': did you mean 'spirals'?");
  CHECK_THROWS_MESSAGE(load_data("spiral:arms=3"), UsageError, "did you mean 'spirals'?");
  CHECK_THROWS_MESSAGE(load_data("spirals:arm=3"), UsageError,
                       "unknown option of data set 'spirals' 'arm': did you mean 'arms'?");
  CHECK_THROWS_MESSAGE(load_data("iris:n=3"), UsageError, "it has none");
}

TEST_CASE("robustness: a path that leads nowhere says so") {
  for (const auto* path : {"no/such", "my.csv", "./x", "images.idx", "a.parquet"})
    CHECK_THROWS_MESSAGE(load_data(path), DataError, "there is no such file or folder");
}

TEST_CASE("robustness: a folder or file without data is refused with what was expected") {
  const TempFolder folder;
  CHECK_THROWS_MESSAGE(load_data(folder.path().string()), DataError,
                       "expected train-images-idx3-ubyte");
  CHECK_THROWS_MESSAGE(load_data(folder.write("a.doc", "x").string()), DataError,
                       "unknown kind of file: expected .csv");
}

TEST_CASE("Iris is built in") {
  const auto iris = load_data("iris").train;
  CHECK(iris.inputs.sizes() == std::vector<int64_t>{150, 4});
  CHECK(iris.class_names == std::vector<std::string>{"setosa", "versicolor", "virginica"});
  CHECK(iris.feature_names.front() == "sepal_length_cm");
  CHECK(torch::equal(data::class_counts(iris), torch::tensor({50, 50, 50}, torch::kInt64)));
  // scikit-learn 1.9.1: load_iris().data.sum(0) and data[100]
  CHECK(torch::allclose(iris.inputs.sum(0), torch::tensor({876.5F, 458.6F, 563.7F, 179.9F})));
  CHECK(torch::equal(iris.inputs[100], torch::tensor({6.3F, 3.3F, 6.F, 2.5F})));
}

TEST_CASE("The digits are built in") {
  const auto digits = load_data("digits").train;
  CHECK(digits.inputs.sizes() == std::vector<int64_t>{1797, 8, 8});
  // scikit-learn 1.9.1: sums of load_digits().data, its square and its targets; counts; one example
  const auto raw = digits.inputs * 16;
  CHECK(raw.sum(torch::kFloat64).item<double>() == 561718);
  CHECK(raw.square().sum(torch::kFloat64).item<double>() == 6907012);
  CHECK(digits.targets.sum().item<int64_t>() == 8070);
  CHECK(torch::equal(
      data::class_counts(digits),
      torch::tensor({178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, torch::kInt64)));
  CHECK(raw[1234].sum().item<float>() == 346);
  CHECK(digits.targets[1234].item<int64_t>() == 2);
  CHECK(torch::equal(raw[0][2], torch::tensor({0.F, 3.F, 15.F, 2.F, 0.F, 11.F, 8.F, 0.F})));
  CHECK(digits.inputs.max().item<float>() == 1);
}

TEST_CASE("Every built-in set that needs no file is well formed") {
  for (const auto& name : data::registry().names()) {
    if (name == "mnist" || name == "fashion-mnist" || name == "load-test") continue;
    const auto loaded = load_data(name);
    INFO(name);
    CHECK_NOTHROW(data::validate(loaded.train));
    CHECK(loaded.train.name == (name == "gate" ? "and" : name));
    if (loaded.test) CHECK_NOTHROW(data::validate(*loaded.test));
  }
}

TEST_CASE("MNIST-like sets are read from a named folder, with class names") {
  const TempFolder folder;
  folder.write("train-images-idx3-ubyte", std::string("\0\0\x8\3\0\0\0\1\0\0\0\1\0\0\0\2ab", 18));
  folder.write("train-labels-idx1-ubyte", std::string("\0\0\x8\1\0\0\0\1\x9", 9));
  const auto loaded = load_data("fashion-mnist:dir=" + folder.path().string());
  CHECK(loaded.train.class_names[9] == "Ankle boot");
  CHECK(loaded.train.name == "fashion-mnist");
  // The same files by their path.
  CHECK(load_data(folder.path().string()).train.outputs() == 10);
  CHECK(load_data((folder.path() / "train-images-idx3-ubyte").string()).train.size() == 1);
}

TEST_CASE("A set that is not on the machine says where it was looked for and what to do") {
  CHECK_THROWS_MESSAGE(
      load_data("mnist:dir=/no/where"), DataError,
      "data set 'mnist' was not found in: /no/where. Run scripts/setup.sh --mnist, or");
  setenv("XDG_CACHE_HOME", "/no/cache", 1);
  CHECK_THROWS_MESSAGE(load_data("mnist"), DataError, "/usr/share/datasets/mnist, ");
  CHECK_THROWS_MESSAGE(load_data("mnist"), DataError, "/no/cache/gradus/mnist");
  unsetenv("XDG_CACHE_HOME");
}

TEST_CASE("Fashion-MNIST is found where Debian's package puts it") {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    WARN("skipped: dataset-fashion-mnist is not installed");
    return;
  }
  const auto loaded = load_data("fashion-mnist");
  CHECK(loaded.train.inputs.sizes() == std::vector<int64_t>{60000, 28, 28});
  CHECK((data::class_counts(loaded.train) == 6000).all().item<bool>());
  CHECK((data::class_counts(*loaded.test) == 1000).all().item<bool>());
}
