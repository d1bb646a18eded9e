#include "append_file.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <sys/resource.h>

#include <csignal>

#include "catch.h"

using gradus::RunError;
using gradus::report::AppendFile;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;

namespace {

// Files of this process cannot grow beyond `bytes`, as on a full disk.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("A file grows by appending, and by another opening of it") {
  const TemporaryFolder folder;
  const auto path = folder / "new/folder/log";
  AppendFile(path).append("one\n");
  AppendFile file(path);
  file.append("two\n");
  CHECK(read_bytes(path) == "one\ntwo\n");
  file.cut(4);
  file.append("three\n");
  CHECK(read_bytes(path) == "one\nthree\n");
}

TEST_CASE("What does not fit on the disk is not there at all") {
  const TemporaryFolder folder;
  const auto path = folder / "log";
  AppendFile file(path);
  file.append("kept\n");
  std::string message;
  {
    const SizeLimit limit(10);
    try {
      file.append("longer than what is left\n");
    } catch (const RunError& error) {
      message = error.what();
    }
  }
  CHECK_THAT(message, ContainsSubstring(path.string()));
  CHECK(read_bytes(path) == "kept\n");
  file.append("again\n");
  CHECK(read_bytes(path) == "kept\nagain\n");
}

TEST_CASE("A full device, and a path that cannot be, are told with the reason") {
  const TemporaryFolder folder;
  AppendFile full("/dev/full");
  CHECK_THROWS_MESSAGE(full.append("x"), RunError, "'/dev/full': No space left on device");
  AppendFile(folder / "file").append("x");
  CHECK_THROWS_MESSAGE(AppendFile(folder / "file/log"), RunError, "file/log'");
  CHECK_THROWS_MESSAGE(AppendFile(folder.path()), RunError, "directory");
}
