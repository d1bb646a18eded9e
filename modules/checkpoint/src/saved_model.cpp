#include "gradus/checkpoint/saved_model.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/core/error.h"
#include "manifest.h"
#include "stored_file.h"

namespace gradus::checkpoint {
namespace fs = std::filesystem;
namespace {

// Far above any real one; a larger file is not read into memory.
constexpr uint64_t kMaxManifest = 64'000'000;

std::string read_manifest(const fs::path& run) {
  const StoredFile file(run, kManifestFile);
  if (file.size() > kMaxManifest) {
    throw CheckpointError("saved model refused: manifest.json has {} bytes, limit {}", file.size(),
                          kMaxManifest);
  }
  return file.read();
}

// The size is compared before anything is read, the checksum before anything is parsed.
TensorMap read_tensors(const fs::path& run, const std::string& name, const Manifest& manifest) {
  const FileRecord& record = manifest.files.at(name);
  const StoredFile file(run, name);
  if (file.size() != record.size) {
    throw CheckpointError("saved model refused: {} has {} bytes, its manifest says {}", name,
                          file.size(), record.size);
  }
  const std::string bytes = file.read();
  const FileRecord found = record_of(bytes);
  if (found.sha256 != record.sha256) {
    throw CheckpointError(
        "saved model refused: {} was altered since it was written (SHA-256 {}…, its manifest says "
        "{}…)",
        name, found.sha256.substr(0, 12), record.sha256.substr(0, 12));
  }
  return from_safetensors(bytes);
}

}  // namespace

void save_model(const fs::path& run, const SavedModel& saved) {
  Manifest manifest{saved, {}};
  const auto write = [&](const char* name, const TensorMap& tensors) {
    const std::string bytes = to_safetensors(tensors);
    write_file_atomically(run / name, bytes);
    manifest.files[name] = record_of(bytes);
  };
  write(kModelFile, saved.state);
  write(kStandardizationFile, saved.standardization);
  if (!saved.training.empty()) write(kTrainingFile, saved.training);
  write_file_atomically(run / kManifestFile, manifest_text(manifest));
}

SavedModel load_model(const fs::path& run) {
  const RunFolder folder = RunFolder::open(run);
  Manifest manifest = parse_manifest(read_manifest(folder.path()));
  manifest.model.state = read_tensors(folder.path(), kModelFile, manifest);
  manifest.model.standardization = read_tensors(folder.path(), kStandardizationFile, manifest);
  if (manifest.files.contains(kTrainingFile))
    manifest.model.training = read_tensors(folder.path(), kTrainingFile, manifest);
  return std::move(manifest.model);
}

}  // namespace gradus::checkpoint
