#include "gradus/checkpoint/checkpoint_folder.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "json.h"
#include "stored_file.h"

#include <unistd.h>

#include <algorithm>

namespace gradus::checkpoint {
namespace fs = std::filesystem;
namespace {

constexpr const char* kBestFile = "best.json";
constexpr std::string_view kPrefix = "epoch-";
constexpr uint64_t kMaxBestFile = 64'000;

/// Hidden folders are not checkpoints: half-written ones, and those on their way out.
fs::path hidden(const fs::path& path, std::string_view name, std::string_view why) {
  return path / fmt::format(".{}.{}-{}", name, ::getpid(), why);
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw RunError("cannot make the folder '{}': {}", path.string(), error.message());
}

/// Takes a checkpoint out of sight at once; what is left of it after a crash is pruned later.
void remove_checkpoint(const fs::path& folder, const std::string& name) {
  const auto away = hidden(folder, name, "old");
  std::error_code error;
  fs::remove_all(away, error);
  fs::rename(folder / name, away, error);
  if (!error) fs::remove_all(away, error);
  if (error && error != std::errc::no_such_file_or_directory)
    throw RunError("cannot remove '{}': {}", (folder / name).string(), error.message());
}

}  // namespace

std::string CheckpointFolder::name_of(TrainingPosition position) {
  return fmt::format("{}{:07}-step-{:09}", kPrefix, position.epochs, position.steps);
}

void CheckpointFolder::save(const std::string& name, const SavedModel& saved) const {
  const auto half = hidden(path_, name, "new");
  std::error_code error;
  fs::remove_all(half, error);
  const bool first = !fs::exists(path_, error);
  make_folder(half);
  if (first) sync_folder(path_.parent_path());
  try {
    save_model(half, saved);
    replace_folder(half, path_ / name);
  } catch (...) {
    fs::remove_all(half, error);
    throw;
  }
}

void CheckpointFolder::set_best(const BestCheckpoint& best) const {
  const nlohmann::ordered_json document = {
      {"checkpoint", best.name}, {"monitor", best.monitor}, {"value", best.value}};
  write_file_atomically(path_ / kBestFile, document.dump(2) + "\n");
}

void CheckpointFolder::prune(int64_t keep) const {
  std::optional<BestCheckpoint> best;
  try {
    best = this->best();
  } catch (const CheckpointError&) {
    return;  // which one is best cannot be told: better one too many than that one lost
  }
  const auto all = names();
  for (size_t i = static_cast<size_t>(std::max<int64_t>(keep, 1)); i < all.size(); ++i)
    if (!best || all[i] != best->name) remove_checkpoint(path_, all[i]);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path_, error)) {
    if (entry.path().filename().string().starts_with(".")) fs::remove_all(entry.path(), error);
  }
}

void CheckpointFolder::drop_after(const std::string& name) const {
  for (const auto& other : names())
    if (other > name) remove_checkpoint(path_, other);
}

std::vector<std::string> CheckpointFolder::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path_, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && fs::exists(entry.path() / kManifestFile, error))
      names.push_back(name);
  }
  std::ranges::sort(names, std::greater<>());
  return names;
}

std::optional<BestCheckpoint> CheckpointFolder::best() const {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path_ / kBestFile, error))) return std::nullopt;
  const StoredFile file(path_, kBestFile);
  if (file.size() > kMaxBestFile)
    throw CheckpointError("{} has {} bytes, limit {}", kBestFile, file.size(), kMaxBestFile);
  const auto document = parse_object(file.read(), kBestFile);
  const auto text = [&](const char* key) {
    const auto found = document.find(key);
    if (found == document.end() || !found->is_string())
      throw CheckpointError("{}: '{}' is missing or no text", kBestFile, key);
    return found->get<std::string>();
  };
  const auto value = document.find("value");
  if (value == document.end() || !value->is_number())
    throw CheckpointError("{}: 'value' is missing or no number", kBestFile);
  return BestCheckpoint{text("checkpoint"), text("monitor"), value->get<double>()};
}

std::string CheckpointFolder::resolve(const std::string& which) const {
  const auto all = names();
  if (all.empty()) throw CheckpointError("'{}' holds no checkpoint", path_.string());
  if (which == "last") return all.front();
  const auto best = which == "best" ? this->best() : std::nullopt;
  if (which == "best" && !best)
    throw CheckpointError("'{}' has no best checkpoint: nothing was monitored", path_.string());
  const auto& name = best ? best->name : which;
  if (std::ranges::find(all, name) == all.end()) {
    auto candidates = all;
    candidates.insert(candidates.begin(), "last");
    throw CheckpointError("{}", unknown_name_message("checkpoint", name, candidates));
  }
  return name;
}

/// The newest other checkpoint that is whole.
std::string CheckpointFolder::advice(const std::string& broken) const {
  for (const auto& name : names()) {
    if (name == broken) continue;
    try {
      static_cast<void>(load_model(path_ / name));
      return fmt::format("; '{}' is whole: use that one", (path_ / name).string());
    } catch (const CheckpointError&) {
      continue;  // not that one either
    }
  }
  return "; no other checkpoint of this run is whole";
}

SavedModel CheckpointFolder::load(const std::string& which) const {
  const auto name = resolve(which);
  try {
    return load_model(path_ / name);
  } catch (const CheckpointError& error) {
    throw CheckpointError("checkpoint '{}': {}{}", name, error.what(), advice(name));
  }
}

}  // namespace gradus::checkpoint
