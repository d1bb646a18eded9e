#include "stored_file.h"

#include "gradus/core/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gradus::checkpoint {

StoredFile::StoredFile(const std::filesystem::path& folder, const std::string& name)
    : path_(folder / name),
      // Without O_NONBLOCK a named pipe would wait for a writer for ever.
      file_(::open(path_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
  if (!file_.is_open() && errno == ELOOP) {
    fail("is a symbolic link; a run folder holds its own files");
  }
  if (!file_.is_open()) fail(fmt::format("cannot be read: {}", std::strerror(errno)));
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) fail(fmt::format("stat: {}", std::strerror(errno)));
  if (!S_ISREG(status.st_mode)) fail("is no regular file");
  size_ = static_cast<uint64_t>(status.st_size);
}

std::string StoredFile::read(uint64_t begin, uint64_t size) const {
  std::string bytes(size, '\0');
  size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count =
        ::pread(file_.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(begin + at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(fmt::format("cannot be read: {}", std::strerror(errno)));
    if (count == 0) fail("became shorter while it was read");
    at += static_cast<size_t>(count);
  }
  return bytes;
}

void StoredFile::fail(const std::string& reason) const {
  throw CheckpointError("saved model refused: '{}' {}", path_.string(), reason);
}

}  // namespace gradus::checkpoint
