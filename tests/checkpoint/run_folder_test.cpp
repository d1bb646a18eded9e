#include "gradus/checkpoint/run_folder.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "catch.h"

namespace fs = std::filesystem;
using gradus::CheckpointError;
using gradus::RunError;
using gradus::UsageError;
using gradus::checkpoint::RunFolder;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

// What another process gets when it locks the run: its exit code.
int lock_elsewhere(const fs::path& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      const auto run = RunFolder::lock(path);
      ::_exit(0);
    } catch (const gradus::Error& error) {
      ::_exit(static_cast<int>(error.exit_code()));
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("A run folder is named by time and name, and never used twice") {
  const TemporaryFolder base;
  const auto first = RunFolder::create(base / "runs", "mlp", 1'700'000'000);
  const auto second = RunFolder::create(base / "runs", "mlp", 1'700'000'000);
  const auto third = RunFolder::create(base / "runs", "mlp", 1'700'000'000);
  // The day depends on the time zone, the 14th or the 15th.
  const std::string name = first.path().filename().string();
  CHECK(name.substr(0, 7) == "2023111");
  CHECK(name.substr(8, 1) == "-");
  CHECK(name.find_first_not_of("0123456789", 9) == 15);
  CHECK(name.substr(15) == "-mlp");
  CHECK(second.path() == first.path().string() + "-2");
  CHECK(third.path() == first.path().string() + "-3");
  CHECK(fs::is_directory(third.path()));
  CHECK(first.file("metrics.json") == first.path() / "metrics.json");
}

TEST_CASE("Row 'two processes on one run folder': the second is refused while the first lives") {
  const TemporaryFolder base;
  std::optional<RunFolder> run = RunFolder::create(base.path(), "mlp", 0);
  const auto path = run->path();
  write_bytes(path / "manifest.json", "{}");
  CHECK(lock_elsewhere(path) == 1);
  CHECK_THROWS_MESSAGE(RunFolder::lock(path), RunError, "is being written by another process");
  CHECK(RunFolder::open(path).path() == path);
  run.reset();
  CHECK(lock_elsewhere(path) == 0);
}

TEST_CASE("Run names that are no plain file names are refused") {
  const TemporaryFolder base;
  for (const char* name :
       {"", ".", "..", "../up", "a/b", ".hidden", "a\nb", "a\x7f", "a\xc2\x9b", "a\xff"}) {
    CHECK_THROWS_MESSAGE(RunFolder::create(base.path(), name, 0), UsageError, "run name '");
  }
  CHECK_THROWS_MESSAGE(RunFolder::create(base.path(), std::string(101, 'x'), 0), UsageError,
                       "1 to 100 bytes");
  CHECK(fs::is_empty(base.path()));
  CHECK_NOTHROW(RunFolder::create(base.path(), "网络 1", 0));
}

TEST_CASE("A run folder that cannot be made is named with the reason") {
  const TemporaryFolder base;
  write_bytes(base / "file", "x");
  CHECK_THROWS_MESSAGE(RunFolder::create(base / "file", "mlp", 0), RunError, "file");
  CHECK_THROWS_MESSAGE(RunFolder::create(base / "file/sub", "mlp", 0), RunError, "Not a directory");
}

TEST_CASE("Opening what is no run folder says what one holds") {
  const TemporaryFolder base;
  write_bytes(base / "file", "x");
  CHECK_THROWS_MESSAGE(RunFolder::open(base / "none"), CheckpointError, "there is no such folder");
  CHECK_THROWS_MESSAGE(RunFolder::open(base / "file"), CheckpointError, "it is not a folder");
  CHECK_THROWS_MESSAGE(RunFolder::open(base.path()), CheckpointError,
                       "it has no manifest.json. A run folder, as 'gradus train' writes it under "
                       "runs/, holds manifest.json, model.safetensors");
}
