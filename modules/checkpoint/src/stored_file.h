/// The files of a saved model, and reading them without trust.
#pragma once
#include "file_descriptor.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gradus::checkpoint {

inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kModelFile = "model.safetensors";
inline constexpr const char* kStandardizationFile = "standardization.safetensors";
inline constexpr const char* kTrainingFile = "training.safetensors";

/// An open regular file of known size, not yet read.
class StoredFile {
 public:
  /// Opens `folder/name`. Throws `CheckpointError` when it is missing, unreadable, a symbolic link
  /// (which could lead out of the run folder) or no regular file.
  StoredFile(const std::filesystem::path& folder, const std::string& name);

  uint64_t size() const { return size_; }
  /// The whole content; `CheckpointError` when it is no longer `size()` bytes.
  std::string read() const { return read(0, size_); }
  /// `size` bytes from `begin` on, which must be there.
  std::string read(uint64_t begin, uint64_t size) const;

 private:
  [[noreturn]] void fail(const std::string& reason) const;

  std::filesystem::path path_;
  FileDescriptor file_;
  uint64_t size_ = 0;
};

}  // namespace gradus::checkpoint
