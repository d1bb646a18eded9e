#include "gradus/core/failure.h"

#include <c10/util/Exception.h>

#include <unistd.h>

#include <cstdio>
#include <functional>
#include <new>
#include <stdexcept>

#include "catch.h"

using namespace gradus;

namespace {

struct Ended {
  int code;
  std::string text;
};

/// What a program that throws in `body` writes to stderr, and the code that it ends with.
Ended ended(const std::function<void()>& body) {
  std::fflush(stderr);
  FILE* file = std::tmpfile();
  const int saved = ::dup(STDERR_FILENO);
  ::dup2(::fileno(file), STDERR_FILENO);
  int code = 0;
  try {
    body();
  } catch (...) {
    code = fail_with_current_exception("demo", false);
  }
  std::fflush(stderr);
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  std::rewind(file);
  char buffer[1000] = "";
  const size_t size = std::fread(buffer, 1, sizeof buffer, file);
  std::fclose(file);
  return {code, std::string(buffer, size)};
}

}  // namespace

TEST_CASE("Errors of gradus end with their own code and one line") {
  const auto result = ended([] { throw DataError("row {}: no number", 3); });
  CHECK(result.code == 4);
  CHECK(result.text == "demo: row 3: no number\n");
}

TEST_CASE("Control characters are written as escapes, other text as it is") {
  const auto text = [](const std::string& value) {
    return ended([&] { throw DataError("'{}'", value); }).text;
  };
  CHECK(text("\x1b[2J\r\n\x7f") == "demo: '\\x1b[2J\\x0d\\n\\x7f'\n");
  CHECK(text("\xc2\x9b"
             "2J\xc2\x80\xc2\x9f") == "demo: '\\u009b2J\\u0080\\u009f'\n");
  CHECK(text("\xc2\xa0\xc2\xb1 学习") == "demo: '\xc2\xa0\xc2\xb1 学习'\n");
  CHECK(text("\xc2") == "demo: '\\xc2'\n");
  CHECK(text("\x9b") == "demo: '\\x9b'\n");
}

TEST_CASE("LibTorch's errors lose their stack, others all but their first line") {
  const auto torch = ended([] { TORCH_CHECK(false, "shapes differ"); });
  CHECK(torch.code == 1);
  CHECK_THAT(torch.text, StartsWith("demo: shapes differ"));
  CHECK(std::count(torch.text.begin(), torch.text.end(), '\n') == 1);
  CHECK(ended([] { throw std::runtime_error("one\ntwo"); }).text == "demo: one\n");
  CHECK_THAT(ended([] { throw std::bad_alloc(); }).text, ContainsSubstring("out of memory"));
}
