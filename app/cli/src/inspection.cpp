#include "inspection.h"

#include "gradus/checkpoint/checkpoint_folder.h"
#include "gradus/checkpoint/run_file.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/core/error.h"

#include <algorithm>
#include <set>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";
constexpr size_t kMaxFiles = 10'000;  // a run has a few dozen

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

uint64_t bytes_in(const std::vector<InspectedFile>& files, const std::string& folder) {
  uint64_t bytes = 0;
  for (const auto& file : files) {
    if (file.name.starts_with(folder)) bytes += file.bytes;
  }
  return bytes;
}

std::vector<InspectedFile> list_files(const fs::path& folder) {
  std::vector<InspectedFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (files.size() == kMaxFiles) {
      throw CheckpointError("'{}' holds more than {} files: expected a run folder", folder.string(),
                            kMaxFiles);
    }
    InspectedFile file{it->path().lexically_relative(folder).string(), 0, false,
                       it->is_symlink(error)};
    if (!file.link && !it->is_regular_file(error)) continue;
    if (!file.link) file.bytes = it->file_size(error);
    files.push_back(std::move(file));
  }
  if (error) throw CheckpointError("'{}' cannot be read: {}", folder.string(), error.message());
  std::ranges::sort(files, {}, &InspectedFile::name);
  return files;
}

/// The manifest vouches for itself and for the files that it lists.
void mark_verified(std::vector<InspectedFile>& files, const std::string& prefix,
                   const nlohmann::ordered_json& manifest) {
  std::set<std::string> names = {prefix + kManifest};
  for (const auto& [name, record] : manifest["files"].items()) names.insert(prefix + name);
  for (auto& file : files) file.verified = file.verified || names.contains(file.name);
}

void take_checkpoints(Inspection& inspection) {
  const checkpoint::CheckpointFolder folder(inspection.folder);
  const auto best = folder.best();
  for (const auto& name : folder.names()) {
    const auto prefix = (fs::path("checkpoints") / name / "").string();
    InspectedCheckpoint found{
        name, bytes_in(inspection.files, prefix), best && best->name == name, {}};
    try {
      static_cast<void>(checkpoint::load_model(folder.path() / name));
      mark_verified(inspection.files, prefix,
                    checkpoint::read_run_json(folder.path() / name, kManifest));
    } catch (const CheckpointError& error) {
      found.damage = error.what();
    }
    inspection.checkpoints.push_back(std::move(found));
  }
}

void take_final_model(Inspection& inspection) {
  if (is_there(inspection.folder / "metrics.json")) {
    inspection.record = read_run_record(inspection.folder);  // verifies the model too
  } else {
    static_cast<void>(checkpoint::load_model(inspection.folder));
  }
  inspection.manifest = checkpoint::read_run_json(inspection.folder, kManifest);
  inspection.manifest.erase("sha256");
  mark_verified(inspection.files, "", inspection.manifest);
}

}  // namespace

const InspectedCheckpoint* Inspection::damaged() const {
  const auto found = std::ranges::find_if(
      checkpoints, [](const auto& checkpoint) { return !checkpoint.damage.empty(); });
  return found == checkpoints.end() ? nullptr : &*found;
}

Inspection inspect_run(const fs::path& folder) {
  const bool has_manifest = is_there(folder / kManifest);
  // A killed training has its configuration and perhaps checkpoints.
  if (!has_manifest && !is_there(folder / "config.toml")) {
    static_cast<void>(checkpoint::RunFolder::open(folder));  // says what a run folder holds
  }
  Inspection inspection;
  inspection.folder = folder;
  inspection.files = list_files(folder);
  if (has_manifest) take_final_model(inspection);
  inspection.options = read_run_options(folder);
  take_checkpoints(inspection);
  return inspection;
}

}  // namespace gradus::cli
