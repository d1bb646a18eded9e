/// The table of contents of a zip archive (PKWARE's APPNOTE 6.3.10), read without trust.
#pragma once
#include "input_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::interop {

struct ZipEntry {
  std::string name;
  uint32_t crc;    ///< of the data
  uint64_t begin;  ///< where the data lie in the file
  uint64_t size;   ///< of the data, as they are stored
  bool compressed;
};

/// The entries in the order of their data, which do not overlap. Throws `CheckpointError` for what
/// is cut off, encrypted or in several parts.
std::vector<ZipEntry> read_zip_directory(InputFile& file);

}  // namespace gradus::interop
