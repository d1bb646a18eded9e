#include "gradus/checkpoint/atomic_file.h"

#include "file_descriptor.h"
#include "gradus/core/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace gradus::checkpoint {
namespace {

constexpr std::string_view kTemporary = ".tmp";

[[noreturn]] void fail(const std::filesystem::path& path, const char* step) {
  const int reason = errno;
  throw RunError("cannot write '{}' ({}): {}", path.string(), step, std::strerror(reason));
}

// Removes the temporary file unless the rename made it the real one.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    path_ = target;
    path_.replace_filename(fmt::format(".{}.{}-{}{}", target.filename().string(), ::getpid(),
                                       counter.fetch_add(1), kTemporary));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (created_) ::unlink(path_.c_str());
  }

  FileDescriptor create() {
    FileDescriptor file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    created_ = file.is_open();
    return file;
  }
  bool rename_to(const std::filesystem::path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return false;
    created_ = false;
    return true;
  }

 private:
  std::filesystem::path path_;
  bool created_ = false;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// Makes the rename itself survive a power cut. File systems that cannot sync a folder say EINVAL.
bool try_sync(const std::filesystem::path& folder) {
  const FileDescriptor fd(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.is_open() && (::fsync(fd.get()) == 0 || errno == EINVAL);
}

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  TemporaryFile temporary(path);
  FileDescriptor file = temporary.create();
  if (!file.is_open()) fail(path, "create");
  if (!write_all(file.get(), bytes)) fail(path, "write");
  if (::fsync(file.get()) != 0) fail(path, "sync");
  if (file.close() != 0) fail(path, "close");
  if (!temporary.rename_to(path)) fail(path, "rename");
  sync_folder(path.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
  if (!try_sync(folder)) fail(folder, "sync the folder");
}

void remove_leftovers(const std::filesystem::path& folder) {
  std::error_code error;  // what cannot be removed harms nobody
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with('.') && name.ends_with(kTemporary))
      std::filesystem::remove(entry.path(), error);
  }
}

void rename_atomically(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "rename");
  sync_folder(to.parent_path());
}

void replace_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  if (!std::filesystem::exists(to, error)) return rename_atomically(from, to);
#ifdef RENAME_EXCHANGE
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) {
    sync_folder(to.parent_path());
    std::filesystem::remove_all(from, error);
    return;
  }
#endif
  // Hidden at once; what is left of it after a crash harms nobody.
  const auto away =
      to.parent_path() / fmt::format(".{}.{}-old", to.filename().string(), ::getpid());
  std::filesystem::remove_all(away, error);
  if (::rename(to.c_str(), away.c_str()) != 0) fail(to, "rename");
  rename_atomically(from, to);
  std::filesystem::remove_all(away, error);
}

}  // namespace gradus::checkpoint
