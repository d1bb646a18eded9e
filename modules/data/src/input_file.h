/// Files as they come from users: checked before they are read.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace gradus::data {

/// A regular, readable file that is not empty, or standard input for `-`. Throws `DataError` with
/// path and reason otherwise.
class InputFile {
 public:
  explicit InputFile(const std::filesystem::path& path);

  /// Up to `count` bytes into `to`; fewer only at the end. Throws `DataError` on a read error.
  size_t read(void* to, size_t count);
  void rewind();
  /// Bytes read so far.
  uint64_t position() const { return position_; }

  const std::string& path() const { return path_; }
  uint64_t size() const { return size_; }

 private:
  std::string path_;
  std::ifstream stream_;
  uint64_t size_ = 0, position_ = 0;
};

/// Throws `DataError` with both sizes when `bytes` are more than this machine can give now.
void require_memory(const std::string& path, uint64_t bytes);

}  // namespace gradus::data
