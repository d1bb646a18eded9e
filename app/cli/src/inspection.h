/// What is in a run folder, as `gradus inspect` shows it.
#pragma once
#include "run_record.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

struct InspectedFile {
  std::string name;  ///< in the run folder
  uint64_t bytes = 0;
  bool verified = false;  ///< its SHA-256 is that of the manifest
  bool link = false;      ///< a symbolic link, which is not followed
};

struct InspectedCheckpoint {
  std::string name;
  uint64_t bytes = 0;
  bool best = false;
  std::string damage;  ///< why it cannot be used; empty for a whole one
};

struct Inspection {
  std::filesystem::path folder;
  nlohmann::ordered_json manifest;  ///< manifest.json; null where the training did not end
  std::optional<RunRecord> record;  ///< where there is a metrics.json too
  std::map<std::string, std::string> options;
  std::vector<InspectedCheckpoint> checkpoints;  ///< newest first
  std::vector<InspectedFile> files;

  /// The first damaged checkpoint.
  const InspectedCheckpoint* damaged() const;
};

/// Reads a run that ended, one that was killed and has checkpoints alone, or a single checkpoint.
/// Every checksum is verified; nothing is executed, links are not followed, and one saved model is
/// in memory at a time. Throws `CheckpointError` for a path that is none of these and for a
/// damaged final model; damaged checkpoints are in the result.
Inspection inspect_run(const std::filesystem::path& folder);

/// Without the tensors, which `tensor_table` and `tensors_json` show.
std::string inspection_text(const Inspection& inspection);
nlohmann::ordered_json inspection_json(const Inspection& inspection);

}  // namespace gradus::cli
