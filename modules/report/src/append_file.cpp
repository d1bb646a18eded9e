#include "append_file.h"

#include "gradus/core/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace gradus::report {
namespace fs = std::filesystem;

AppendFile::AppendFile(fs::path path) : path_(std::move(path)) {
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  if (error) fail(error.value());
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) fail(errno);
}

AppendFile::~AppendFile() {
  if (file_ >= 0) ::close(file_);
}

void AppendFile::cut(uint64_t size) {
  if (::ftruncate(file_, static_cast<off_t>(size)) != 0) fail(errno);
}

void AppendFile::append(std::string_view bytes) {
  const off_t start = ::lseek(file_, 0, SEEK_END);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      // What cannot be cut (a device) holds no half record either.
      if (start >= 0 && ::ftruncate(file_, start) != 0) errno = reason;
      fail(reason);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void AppendFile::fail(int reason) const {
  throw RunError("cannot write '{}': {}", path_.string(), std::strerror(reason));
}

}  // namespace gradus::report
