#include "gradus/data/manifest.h"

#include "gradus/core/sha256.h"
#include "gradus/data/load.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;
using test::TempFolder;

TEST_CASE("A manifest has files and tensors with their digests, and counts a class") {
  const TempFolder folder;
  const std::string text = "a,b,kind\n1,2,x\n3,4,y\n5,6,y\n";
  const auto path = folder.write("t.csv", text).string();
  const auto loaded = data::load_data("csv:" + path);
  const auto manifest = data::make_manifest({{"train", loaded.train}, {"test", {}}}, loaded.files,
                                            {{"a.png", "broken"}});
  REQUIRE(manifest.files.size() == 1);
  CHECK(manifest.files[0].path == path);
  CHECK(manifest.files[0].size == text.size());
  CHECK(manifest.files[0].sha256 == sha256_hex(text));
  REQUIRE(manifest.parts.size() == 1);
  CHECK(manifest.parts[0].name == "train");
  CHECK(manifest.parts[0].examples == 3);
  CHECK(manifest.parts[0].class_counts == std::vector<int64_t>{1, 2});
  CHECK(manifest.input_shape == std::vector<int64_t>{2});
  CHECK(manifest.input_type == "float32");
  CHECK(manifest.feature_names == std::vector<std::string>{"a", "b"});
  CHECK(manifest.class_names == std::vector<std::string>{"x", "y"});
  CHECK(manifest.skipped[0].path == "a.png");
}

TEST_CASE("The digest of tensors is of type, shape and values") {
  // python3: hashlib.sha256(b"float32 2 1\n" + numpy.array([[1], [2]], "<f4").tobytes()
  //          + b"int64 2\n" + numpy.array([0, 1], "<i8").tobytes()).hexdigest()
  data::Dataset d;
  d.inputs = torch::tensor({{1.F}, {2.F}});
  d.targets = torch::tensor({0, 1}, torch::kInt64);
  CHECK(data::tensor_sha256(d) ==
        "30a3eebeaf6ac9603b111643d86de7c4ab9aa6d58b3c5c5008ccf5a434d6a04a");
  auto other = d;
  other.inputs = torch::tensor({{1.F, 2.F}}).t();  // the same values, not contiguous
  CHECK(data::tensor_sha256(other) == data::tensor_sha256(d));
  other.inputs = d.inputs.view({1, 2});
  CHECK(data::tensor_sha256(other) != data::tensor_sha256(d));
}

TEST_CASE("A file that went since it was read has an empty digest, and stops nothing") {
  data::Dataset d;
  d.class_names = {"a"};
  d.inputs = torch::zeros({1, 1});
  d.targets = torch::zeros({1}, torch::kInt64);
  const auto manifest = data::make_manifest({{"train", d}}, {"/no/such/file"});
  CHECK(manifest.files[0].path == "/no/such/file");
  CHECK(manifest.files[0].sha256.empty());
}

TEST_CASE("A made data set has no files but a digest that its options decide") {
  const auto digest = [](const char* request) {
    return data::tensor_sha256(data::load_data(request).train);
  };
  CHECK(digest("moons:n=20") == digest("moons:n=20"));
  CHECK(digest("moons:n=20") != digest("moons:n=20,seed=1"));
  CHECK(data::load_data("moons:n=20").files.empty());
}
