/// A file that grows while the program runs and that others may read meanwhile.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace gradus::report {

class AppendFile {
 public:
  /// Opens `path` for appending; it and its folder are made where missing. Throws `RunError` with
  /// the path and the system's reason, as all members do.
  explicit AppendFile(std::filesystem::path path);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  /// Leaves the first `size` bytes alone.
  void cut(uint64_t size);
  /// All of `bytes` or, on a full disk, nothing of them: a reader never meets half a record.
  void append(std::string_view bytes);

  const std::filesystem::path& path() const { return path_; }

 private:
  [[noreturn]] void fail(int reason) const;

  std::filesystem::path path_;
  int file_ = -1;
};

}  // namespace gradus::report
