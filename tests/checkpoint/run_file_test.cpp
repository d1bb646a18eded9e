#include "gradus/checkpoint/run_file.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <nlohmann/json.hpp>

#include "catch.h"

using namespace gradus::checkpoint;
using gradus::CheckpointError;
using gradus::test::TemporaryFolder;

TEST_CASE("A run's JSON is read, and what is broken or leads elsewhere is refused") {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& text) {
    std::ofstream(folder / "metrics.json", std::ios::binary) << text;
  };
  write("{\"epochs\": 3}");
  CHECK(read_run_json(folder.path(), "metrics.json")["epochs"] == 3);
  CHECK(read_run_file(folder.path(), "metrics.json") == "{\"epochs\": 3}");
  const std::pair<const char*, const char*> broken[] = {
      {"{\"a\": 1, \"a\": 2}", "twice"}, {"{\"a\"", "broken JSON"}, {"[1]", "JSON object"}};
  for (const auto& [text, message] : broken) {
    write(text);
    CHECK_THROWS_MESSAGE(read_run_json(folder.path(), "metrics.json"), CheckpointError, message);
  }
  CHECK_THROWS_MESSAGE(read_run_file(folder.path(), "absent"), CheckpointError, "absent");
  std::filesystem::create_symlink("/etc/hostname", folder / "link");
  CHECK_THROWS_MESSAGE(read_run_file(folder.path(), "link"), CheckpointError, "symbolic link");
  std::ofstream(folder / "large").put('x');
  std::filesystem::resize_file(folder / "large", 64'000'001);
  CHECK_THROWS_MESSAGE(read_run_file(folder.path(), "large"), CheckpointError, "64000001 bytes");
}
