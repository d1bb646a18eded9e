/// The folder of one training run: `runs/<YYYYmmdd-HHMMSS>-<name>/`.
#pragma once
#include <ctime>
#include <filesystem>
#include <memory>
#include <string_view>

namespace gradus::checkpoint {

class FileDescriptor;

/// A run's folder. The one that `create` or `lock` gave holds the run's lock while it (or a copy)
/// lives, so that two processes never write one run.
class RunFolder {
 public:
  /// Makes a new folder in `base` (made where missing), locked. A taken name gets `-2`, `-3`, …;
  /// `time` is shown as local time. Throws `UsageError` for a name that is no plain file name,
  /// `RunError` where the folder cannot be made.
  static RunFolder create(const std::filesystem::path& base, std::string_view name,
                          std::time_t time);

  /// An existing run, for reading, without a lock. Throws `CheckpointError` that says what a run
  /// folder holds when `path` is none.
  static RunFolder open(const std::filesystem::path& path);

  /// An existing run, for writing, whether it has been trained to its end or not; what a killed
  /// process left half-written in it goes. Throws
  /// `CheckpointError` where there is no such folder, `RunError` when another process writes to it.
  static RunFolder lock(const std::filesystem::path& path);

  /// The folder itself.
  const std::filesystem::path& path() const { return path_; }
  /// Where its file `name` is, or would be.
  std::filesystem::path file(std::string_view name) const { return path_ / name; }

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
  std::shared_ptr<FileDescriptor> lock_;
};

}  // namespace gradus::checkpoint
