/// Runs side by side, as `gradus compare` shows them.
#pragma once
#include "run_record.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gradus::cli {

/// A column of the comparison: one text a run, empty where a run has no such value.
struct ComparisonColumn {
  std::string name;  ///< as `--sort` takes it, `best_validation_loss`
  std::vector<std::string> cells;
  std::vector<double> numbers;  ///< what is sorted by, NaN for none; empty for a column of texts
  bool larger_is_better = false;
};

struct Comparison {
  std::vector<RunRecord> runs;
  std::vector<ComparisonColumn> described;  ///< the run, its model and data, options that differ
  std::vector<ComparisonColumn> measured;   ///< the run, epochs, seconds, losses, test metrics
};

/// In the order of `runs`.
Comparison compare_runs(std::vector<RunRecord> runs);

/// Sorted by a column, the best first: texts alphabetically, metrics that should be large from
/// large to small, other numbers from small to large, runs without a value last. Throws
/// `UsageError` for an unknown column, nearest first.
Comparison sorted_by(const Comparison& comparison, std::string_view column);

/// Two tables: what the runs are, and what was measured.
std::string comparison_text(const Comparison& comparison);
/// A list of runs; documented in docs/json.md.
nlohmann::ordered_json comparison_json(const Comparison& comparison);

/// The runs' names without the time of their start where they are distinct all the same.
std::vector<std::string> short_names(const std::vector<RunRecord>& runs);

}  // namespace gradus::cli
