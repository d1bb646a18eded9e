/// The zip archive that `torch.save` writes: records below one folder, stored as they are.
///
/// LibTorch's own reader (caffe2::serialize::PyTorchStreamReader) is not for files of others: it
/// checks no CRC, and takes the memory that the file asks for.
#pragma once
#include "input_file.h"
#include "zip_directory.h"

#include <filesystem>
#include <map>
#include <string>

namespace gradus::interop {

class ZipArchive {
 public:
  /// Throws `CheckpointError` for what is no such archive, with what to do instead.
  explicit ZipArchive(const std::filesystem::path& path);

  uint64_t file_size() const { return file_.size(); }
  /// The record `name`, without the archive's folder; nullptr without one.
  const ZipEntry* find(const std::string& name) const;
  /// The bytes of a record to `to`, which has room for `record.size`. Throws `CheckpointError`
  /// where they are not the ones whose CRC the archive has.
  void read(const ZipEntry& record, char* to);
  /// The same for a record of at most `limit` bytes.
  std::string read(const ZipEntry& record, uint64_t limit);

 private:
  InputFile file_;
  std::map<std::string, ZipEntry> records_;
};

}  // namespace gradus::interop
