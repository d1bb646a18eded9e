/// What a sweep has done, kept in its folder as sweep.json and sweep.csv.
#pragma once
#include "gradus/checkpoint/run_folder.h"
#include "gradus/training/monitor.h"
#include "sweep_trial.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::cli {

class SweepRecord {
 public:
  /// Opens the folder (made where missing) for this process alone. `space` says what is tried; a
  /// sweep of the same space that lies there is gone on with. Throws `UsageError` when another one
  /// does, `RunError` when it cannot be read or written, or another process writes it.
  SweepRecord(const std::filesystem::path& folder, nlohmann::ordered_json space,
              training::Monitor monitor);

  const std::vector<Trial>& trials() const { return trials_; }
  const Trial* find(const Trial& trial) const;
  /// Keeps it, on disk too (both files replaced as wholes).
  void add(const Trial& trial);

  /// The best first: later rungs before earlier ones, those that failed last.
  std::vector<Trial> ranked() const;
  nlohmann::ordered_json document() const;

 private:
  void write() const;
  std::string csv() const;

  std::filesystem::path folder_;
  checkpoint::RunFolder lock_;
  nlohmann::ordered_json space_;
  training::Monitor monitor_;
  std::vector<Trial> trials_;
};

}  // namespace gradus::cli
