/// What a training writes into its run folder beside the checkpoints.
#pragma once
#include "evaluation.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/training/history.h"
#include "prepared_run.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace gradus::cli {

inline constexpr const char* kConfigFile = "config.toml";

/// The flags that do not belong into a run's configuration: they say where it is kept and shown.
std::set<std::string> not_of_the_training();

/// How a training went.
struct TrainingResult {
  training::History history;
  Evaluation test;
  std::string engine;
  int threads = 1;
  std::optional<int> signal;  ///< that interrupted it
};

/// All that a saved model says beside its tensors, standardisation included.
checkpoint::SavedModel model_facts(const TrainRequest& request, const PreparedRun& run);

/// metrics.json, documented in docs/json.md.
nlohmann::ordered_json metrics_document(const TrainRequest& request, const PreparedRun& run,
                                        const TrainingResult& result,
                                        const std::filesystem::path& folder);

/// The trained model with its manifest, history.csv, metrics.json and command.txt.
void save_result(const std::filesystem::path& folder, const TrainRequest& request,
                 const PreparedRun& run, const TrainingResult& result,
                 const nlohmann::ordered_json& metrics);

}  // namespace gradus::cli
