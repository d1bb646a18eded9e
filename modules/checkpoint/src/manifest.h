/// manifest.json: a saved model's description, and what its files must be.
#pragma once
#include "gradus/checkpoint/saved_model.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace gradus::checkpoint {

/// What a file must be to be trusted.
struct FileRecord {
  uint64_t size = 0;
  std::string sha256;
};
FileRecord record_of(std::string_view bytes);

struct Manifest {
  SavedModel model;  ///< all but the tensors
  std::map<std::string, FileRecord> files;
};

/// JSON with, as its last line, the SHA-256 of all lines before it.
std::string manifest_text(const Manifest& manifest);
/// Throws `CheckpointError`; `files` holds the tensor files, that of the
/// training only where there is one.
Manifest parse_manifest(const std::string& text);

}  // namespace gradus::checkpoint
