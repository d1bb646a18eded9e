#include "gradus/checkpoint/safetensors_file.h"

#include "gradus/checkpoint/safetensors.h"
#include "gradus/core/error.h"
#include "temporary_folder.h"

#include "catch.h"

using namespace gradus::checkpoint;
using gradus::CheckpointError;
using gradus::test::TemporaryFolder;

namespace {

std::filesystem::path write(const TemporaryFolder& folder, std::string_view bytes) {
  const auto path = folder / "file.safetensors";
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace

TEST_CASE("A file's tensors are read piece by piece") {
  const TemporaryFolder folder;
  const TensorMap tensors = {{"a", torch::arange(12).view({3, 4})},
                             {"b", torch::arange(6.0).to(torch::kBFloat16)},
                             {"empty", torch::empty({0, 5})}};
  const SafetensorsFile file(write(folder, to_safetensors(tensors, {{"made", "here"}})));
  REQUIRE(file.tensors().size() == 3);
  CHECK(file.metadata() == std::map<std::string, std::string>{{"made", "here"}});
  for (const auto& stored : file.tensors()) {
    const auto& expected = tensors.at(stored.name);
    CHECK(stored.shape == expected.sizes().vec());
    CHECK(stored.numel() == expected.numel());
    CHECK(torch::equal(file.read(stored, 0, stored.numel()), expected.flatten()));
    if (stored.numel() > 4) {
      CHECK(torch::equal(file.read(stored, 2, 3), expected.flatten().slice(0, 2, 5)));
    }
  }
  CHECK(safetensors_type(torch::kBFloat16) == std::string("BF16"));
  CHECK_THROWS_AS(safetensors_type(torch::kComplexFloat), CheckpointError);
}

TEST_CASE("A file whose header does not fit its size is refused before its tensors are read") {
  const TemporaryFolder folder;
  const auto bytes = to_safetensors({{"a", torch::ones({4})}});
  CHECK_THROWS_MESSAGE(SafetensorsFile(write(folder, bytes.substr(0, bytes.size() - 1))),
                       CheckpointError, "the file holds 15");
  CHECK_THROWS_MESSAGE(SafetensorsFile(write(folder, bytes + "x")), CheckpointError, "holds 17");
  CHECK_THROWS_MESSAGE(SafetensorsFile(write(folder, bytes.substr(0, 5))), CheckpointError,
                       "too short");
  CHECK_THROWS_MESSAGE(SafetensorsFile(write(folder, "not tensors at all")), CheckpointError,
                       "header of");
  CHECK_THROWS_MESSAGE(SafetensorsFile(folder / "absent"), CheckpointError, "absent");
  CHECK_THROWS_MESSAGE(SafetensorsFile(folder.path()), CheckpointError, "no regular file");
}

TEST_CASE("A file that became shorter is noticed, and a wrong BOOL too") {
  const TemporaryFolder folder;
  const auto path = write(folder, to_safetensors({{"a", torch::ones({4})}}));
  const SafetensorsFile file(path);
  std::filesystem::resize_file(path, 10);
  CHECK_THROWS_MESSAGE(file.read(file.tensors().front(), 0, 4), CheckpointError, "shorter");
  auto bytes = to_safetensors({{"flags", torch::ones({4}, torch::kBool)}});
  bytes.back() = 2;
  const SafetensorsFile flags(write(folder, bytes));
  CHECK_THROWS_MESSAGE(flags.read(flags.tensors().front(), 0, 4), CheckpointError, "BOOL");
}
