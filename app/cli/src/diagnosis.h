/// Looking into a training: `--layer-statistics` and `--profile`.
#pragma once
#include "diagnosis_flags.h"
#include "gradus/training/layer_statistics.h"
#include "gradus/training/profile.h"
#include "gradus/training/trainer.h"
#include "prepared_run.h"

#include <filesystem>
#include <memory>
#include <string>

namespace gradus::cli {

class Diagnosis {
 public:
  Diagnosis(const DiagnosisRequest& request, const PreparedRun& run);

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
