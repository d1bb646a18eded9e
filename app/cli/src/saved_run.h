/// A trained model taken back from its run folder.
#pragma once
#include "data_flags.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/data/standardization.h"

#include <torch/nn/modules/container/any.h>

#include <filesystem>
#include <string>

namespace gradus::cli {

struct SavedRun {
  checkpoint::SavedModel saved;
  torch::nn::AnyModule module;
  data::Standardization standardization;
  DataRequest data;  ///< what it was trained on
  bool is_classifier() const { return saved.task == "classification"; }
};

/// Throws `CheckpointError`; `UsageError` when this program does not know the model's name.
SavedRun load_run(const std::filesystem::path& folder);

/// Throws `DataError` with both sides when the data are not of the task, sizes and classes that the
/// model was trained on. Labels that are bare numbers take the model's class names.
void check_fit(data::Dataset& dataset, const checkpoint::SavedModel& saved);

}  // namespace gradus::cli
