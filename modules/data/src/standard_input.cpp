#include "standard_input.h"

#include "gradus/core/error.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace gradus::data {
namespace {

void write_all(int to, const char* bytes, size_t count) {
  while (count > 0) {
    const auto written = ::write(to, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      throw RunError("standard input cannot be kept in a temporary file: {}", std::strerror(errno));
    }
    bytes += written;
    count -= static_cast<size_t>(written);
  }
}

/// An open file without a name, with all that comes.
int copy_all() {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) {
    throw RunError("no temporary file for standard input: {}", std::strerror(errno));
  }
  const int to = ::fileno(file);
  std::vector<char> piece(1 << 16);
  while (true) {
    const auto got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw DataError("standard input: reading failed: {}", std::strerror(errno));
    if (got == 0) return to;
    write_all(to, piece.data(), static_cast<size_t>(got));
  }
}

}  // namespace

std::filesystem::path standard_input_copy() {
  static const int copy = copy_all();
  return "/dev/fd/" + std::to_string(copy);
}

}  // namespace gradus::data
