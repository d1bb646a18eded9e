#include "gradus/checkpoint/atomic_file.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <iterator>

#include "catch.h"

namespace fs = std::filesystem;
using gradus::RunError;
using gradus::checkpoint::write_file_atomically;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

size_t files_in(const fs::path& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), {}));
}

// While it lives, no file of this process may grow past `bytes`: a write fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

}  // namespace

TEST_CASE("An atomic write makes and replaces files, and leaves nothing else") {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\xff", 4);
  write_file_atomically(folder / "file", bytes);
  CHECK(read_bytes(folder / "file") == bytes);
  write_file_atomically(folder / "file", "");
  CHECK(read_bytes(folder / "file").empty());
  const std::string large(3'000'000, 'x');
  write_file_atomically(folder / "file", large);
  CHECK(read_bytes(folder / "file") == large);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A file name without a folder is written to the current one") {
  const TemporaryFolder folder;
  const auto before = fs::current_path();
  fs::current_path(folder.path());
  write_file_atomically("plain", "x");
  fs::current_path(before);
  CHECK(read_bytes(folder / "plain") == "x");
}

TEST_CASE("Row 'disk full': the old file stays, no temporary file is left, the reason is told") {
  const TemporaryFolder folder;
  write_bytes(folder / "file", "old");
  {
    const FileSizeLimit limit(1000);
    CHECK_THROWS_MESSAGE(write_file_atomically(folder / "file", std::string(5000, 'x')), RunError,
                         "file' (write): File too large");
  }
  CHECK(read_bytes(folder / "file") == "old");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("Row 'disk full' on a real full file system") {
  const TemporaryFolder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
    WARN("skipped: mounting a small file system needs root");
    return;
  }
  write_file_atomically(folder / "file", "old");
  CHECK_THROWS_MESSAGE(write_file_atomically(folder / "file", std::string(100'000, 'x')), RunError,
                       "No space left on device");
  CHECK(read_bytes(folder / "file") == "old");
  CHECK(files_in(folder.path()) == 1);
  ::umount(folder.path().c_str());
}

TEST_CASE("Row 'read-only folder': path and reason") {
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0555);
  const uid_t user = ::geteuid();
  // Permissions do not bind root, who therefore becomes nobody for a moment.
  constexpr uid_t kNobody = 65534;
  if (user == 0) REQUIRE(::seteuid(kNobody) == 0);
  CHECK_THROWS_MESSAGE(write_file_atomically(folder / "file", "x"), RunError,
                       "(create): Permission denied");
  if (user == 0) REQUIRE(::seteuid(user) == 0);
  ::chmod(folder.path().c_str(), 0755);
}

TEST_CASE("Row 'folder removed under way' and a failing rename") {
  const TemporaryFolder folder;
  CHECK_THROWS_MESSAGE(write_file_atomically(folder / "gone/file", "x"), RunError,
                       "gone/file' (create): No such file or directory");
  write_bytes(folder / "plain", "x");
  CHECK_THROWS_MESSAGE(write_file_atomically(folder / "plain/file", "x"), RunError,
                       "Not a directory");
  fs::create_directory(folder / "taken");
  CHECK_THROWS_MESSAGE(write_file_atomically(folder / "taken", "x"), RunError,
                       "(rename): Is a directory");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("What killed processes left is removed, and nothing else") {
  const TemporaryFolder folder;
  for (const char* name : {".model.safetensors.123-0.tmp", "model.tmp", ".lock", "data.json"})
    write_bytes(folder / name, "x");
  gradus::checkpoint::remove_leftovers(folder.path());
  CHECK_FALSE(fs::exists(folder / ".model.safetensors.123-0.tmp"));
  for (const char* name : {"model.tmp", ".lock", "data.json"}) CHECK(fs::exists(folder / name));
  gradus::checkpoint::remove_leftovers(folder / "missing");
}

TEST_CASE("A folder takes the place of another, which is gone then") {
  const TemporaryFolder folder;
  const auto make = [&](const char* name, const char* file) {
    fs::create_directory(folder / name);
    write_bytes(folder / name / file, name);
  };
  make("first", "old");
  gradus::checkpoint::replace_folder(folder / "first", folder / "place");
  CHECK(files_in(folder / "place") == 1);
  make("second", "new");
  gradus::checkpoint::replace_folder(folder / "second", folder / "place");
  CHECK(fs::exists(folder / "place/new"));
  CHECK_FALSE(fs::exists(folder / "place/old"));
  CHECK(files_in(folder.path()) == 1);  // nothing hidden is left beside it
  CHECK_THROWS_MESSAGE(gradus::checkpoint::replace_folder(folder / "gone", folder / "other"),
                       RunError, "No such file or directory");
}
