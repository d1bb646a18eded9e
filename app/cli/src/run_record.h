/// What a finished run says of itself, for `compare` and `inspect`.
#pragma once
#include "gradus/training/history.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

struct RunRecord {
  std::filesystem::path folder;
  std::string model, data, task, loss, device, engine, precision;
  std::map<std::string, std::string> model_settings;
  int64_t parameters = 0, epochs = 0, batch_size = 0;
  double seconds = 0;
  bool interrupted = false;
  training::History history;
  double test_loss = 0;
  training::MetricValues test_metrics;
  /// Option texts by name: of the run's config.toml or, where it has none, what its manifest and
  /// metrics.json tell.
  std::map<std::string, std::string> options;

  std::string name() const { return folder.filename().string(); }
  /// The epoch with the smallest finite validation loss.
  const training::EpochRecord* best_epoch() const;
};

/// Reads and verifies a run: the model's checksums, manifest.json, metrics.json, history.csv and
/// config.toml (if there). Throws `CheckpointError` that names the file and what is wrong with it.
RunRecord read_run_record(const std::filesystem::path& folder);

/// The options in a run's config.toml; empty without that file. Throws `CheckpointError`.
std::map<std::string, std::string> read_run_options(const std::filesystem::path& folder);

/// Options that do not have the same value in all runs, by name with the value in each run (empty
/// where a run has none). Where a run is kept and what is shown of it does not count.
std::map<std::string, std::vector<std::string>> differing_options(
    const std::vector<RunRecord>& runs);

}  // namespace gradus::cli
