/// A file of known size, read where one wants.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace gradus::interop {

class InputFile {
 public:
  /// Throws `CheckpointError` for what is missing, unreadable, empty or no regular file.
  explicit InputFile(const std::filesystem::path& path);

  uint64_t size() const { return size_; }
  /// `size` bytes from `begin` on; `CheckpointError` where the file has become shorter.
  void read(uint64_t begin, char* to, uint64_t size);
  std::string read(uint64_t begin, uint64_t size);

 private:
  std::ifstream stream_;
  uint64_t size_ = 0;
};

}  // namespace gradus::interop
