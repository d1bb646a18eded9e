/// What `gradus sweep` was asked to do.
#pragma once
#include "flags.h"
#include "gradus/training/monitor.h"
#include "sweep_search.h"
#include "sweep_space.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

struct SweepOptions {
  std::vector<Dimension> dimensions;
  std::string search;
  std::vector<Point> points;
  std::optional<Rungs> rungs;       ///< of halving
  std::vector<std::string> shared;  ///< what all trials are trained with
  nlohmann::ordered_json space;     ///< what tells this sweep from another
  training::Monitor monitor{"validation_loss"};
  int64_t jobs = 1;
  std::filesystem::path folder;
};

/// Declares the sweep's own flags and those of `train` (`train_flags`), but for the ones that the
/// sweep decides itself.
void add_sweep_flags(CLI::App& app, Flags& flags, const std::vector<Flag>& train_flags);
/// Throws `UsageError`.
SweepOptions read_sweep_flags(const Flags& flags, const std::vector<Flag>& train_flags);

}  // namespace gradus::cli
