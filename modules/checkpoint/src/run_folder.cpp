#include "gradus/checkpoint/run_folder.h"

#include "file_descriptor.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/utf8.h"
#include "stored_file.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace gradus::checkpoint {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMaxName = 100;
constexpr const char* kLockFile = ".lock";

void check_name(std::string_view name) {
  const bool plain = !name.empty() && name.size() <= kMaxName && name.front() != '.' &&
                     name.find('/') == std::string_view::npos && is_utf8(name) &&
                     !has_control_characters(name);
  if (!plain) {
    throw UsageError(
        "run name '{}': expected 1 to {} bytes of UTF-8 without '/' or control characters, not "
        "starting "
        "with '.'",
        std::string(name), kMaxName);
  }
}

std::string time_text(std::time_t time) {
  std::tm local{};
  ::localtime_r(&time, &local);
  char text[sizeof "YYYYmmdd-HHMMSS" + 8];
  const size_t size = std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &local);
  return std::string(text, size);
}

// The lock is the kernel's, on an open file: it ends with the process, however that ends.
std::shared_ptr<FileDescriptor> take_lock(const fs::path& folder) {
  const fs::path path = folder / kLockFile;
  FileDescriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
  if (!file.is_open()) {
    throw RunError("cannot write to the run folder: '{}': {}", path.string(), std::strerror(errno));
  }
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      throw RunError("the run folder '{}' is being written by another process: wait for it to end",
                     folder.string());
    }
    throw RunError("cannot lock '{}': {}", path.string(), std::strerror(errno));
  }
  return std::make_shared<FileDescriptor>(std::move(file));
}

}  // namespace

RunFolder RunFolder::create(const fs::path& base, std::string_view name, std::time_t time) {
  check_name(name);
  std::error_code error;
  fs::create_directories(base, error);
  if (error) throw RunError("cannot make the folder '{}': {}", base.string(), error.message());
  const std::string stem = fmt::format("{}-{}", time_text(time), std::string(name));
  for (int count = 1;; ++count) {
    const fs::path path = base / (count == 1 ? stem : fmt::format("{}-{}", stem, count));
    // False without an error: the name is taken, by a folder or by another process just now.
    const bool made = fs::create_directory(path, error);
    if (error && error != std::errc::file_exists) {
      throw RunError("cannot make the run folder '{}': {}", path.string(), error.message());
    }
    if (!made) continue;
    RunFolder run(path);
    run.lock_ = take_lock(path);
    return run;
  }
}

RunFolder RunFolder::open(const fs::path& path) {
  std::error_code error;
  const bool is_folder = fs::is_directory(path, error);
  const auto manifest = fs::symlink_status(path / kManifestFile, error);
  if (is_folder && fs::exists(manifest)) return RunFolder(path);
  const char* reason = is_folder                 ? "it has no manifest.json"
                       : fs::exists(path, error) ? "it is not a folder"
                                                 : "there is no such folder";
  throw CheckpointError(
      "'{}' is no run folder: {}. A run folder, as 'gradus train' writes it under runs/, holds "
      "{}, {} and {}",
      path.string(), reason, kManifestFile, kModelFile, kStandardizationFile);
}

RunFolder RunFolder::lock(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    throw CheckpointError(
        "'{}' is no run folder: {}", path.string(),
        fs::exists(path, error) ? "it is not a folder" : "there is no such folder");
  }
  RunFolder run(path);
  run.lock_ = take_lock(path);
  remove_leftovers(path);
  return run;
}

}  // namespace gradus::checkpoint
