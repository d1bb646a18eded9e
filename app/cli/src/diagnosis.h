/// Looking into a training: `--layer-statistics` and `--profile`.
#pragma once
#include "flags.h"
#include "gradus/training/layer_statistics.h"
#include "gradus/training/profile.h"
#include "gradus/training/trainer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace gradus::cli {

struct DiagnosisRequest {
  bool layer_statistics = false;
  std::optional<int64_t> profiled_steps;
};

void add_diagnosis_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
DiagnosisRequest read_diagnosis_flags(const Flags& flags);

class Diagnosis {
 public:
  /// `train` is what `fit` gets.
  Diagnosis(const DiagnosisRequest& request, const torch::nn::AnyModule& model,
            const training::Loss& loss, const data::Dataset& train, torch::Device device);

  /// Adds what was asked for to the trainer.
  void watch(training::Trainer& trainer) const;

  /// Keeps statistics.json, profile.json and trace.json in the run's folder, as far as asked for,
  /// and returns the tables for stderr; empty where nothing was. Throws `RunError`.
  std::string save(const std::filesystem::path& folder) const;

 private:
  std::shared_ptr<training::LayerStatistics> statistics_;
  std::shared_ptr<training::Profile> profile_;
};

}  // namespace gradus::cli
