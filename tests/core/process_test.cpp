#include "gradus/core/process.h"

#include "temporary_folder.h"

#include "catch.h"

using namespace gradus;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;

TEST_CASE("A program runs in its folder, its output and errors go to files, its code comes back") {
  const TemporaryFolder folder;
  const int code = run_process({.command = {"sh", "-c", "pwd; echo bad >&2; cat; exit 3"},
                                .folder = folder.path(),
                                .output = "out.txt",
                                .errors = "err.txt"});
  CHECK(code == 3);
  CHECK_THAT(read_bytes(folder / "out.txt"), ContainsSubstring(folder.path().filename().string()));
  CHECK(read_bytes(folder / "err.txt") == "bad\n");
}

TEST_CASE("Arguments reach the program as they are, blanks and quotes included") {
  const TemporaryFolder folder;
  run_process(
      {.command = {"printf", "%s|", "a b", "'$(x)'"}, .folder = folder.path(), .output = "out"});
  CHECK(read_bytes(folder / "out") == "a b|'$(x)'|");
}

TEST_CASE("A missing program, and one that a signal ends, are told apart") {
  CHECK(run_process({.command = {"gradus-no-such-program"}}) == kProgramNotFound);
  CHECK(run_process({.command = {"sh", "-c", "kill -TERM $$"}}) == 128 + 15);
}
