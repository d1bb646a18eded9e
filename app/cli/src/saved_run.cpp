#include "saved_run.h"

#include "gradus/checkpoint/checkpoint_folder.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"
#include "gradus/models/registry.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

torch::nn::AnyModule rebuild(const checkpoint::SavedModel& saved) {
  Settings settings;
  for (const auto& [key, value] : saved.settings) settings.set(key, value);
  try {
    return models::make_model(saved.model, {saved.in_features, saved.out_features}, settings);
  } catch (const UsageError& error) {
    throw CheckpointError("the saved model cannot be built by this program: {}", error.what());
  }
}

/// As a training with `--precision float64` leaves them.
bool are_float64(const checkpoint::TensorMap& state) {
  return std::ranges::all_of(state, [](const auto& item) {
    return !item.second.is_floating_point() || item.second.scalar_type() == torch::kFloat64;
  });
}

/// Labels without names of their own: 0, 1, 2, …
bool are_numbers(const std::vector<std::string>& names) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] != std::to_string(i)) return false;
  }
  return true;
}

/// Of a run, or of RUN/checkpoints/NAME with "last" and "best" too.
checkpoint::SavedModel load_saved(const fs::path& path) {
  const auto plain = (path / "").parent_path();
  if (plain.parent_path().filename() == "checkpoints") {
    return checkpoint::CheckpointFolder(plain.parent_path().parent_path()).load(plain.filename());
  }
  if (fs::is_directory(path) && !fs::exists(path / "manifest.json")) {
    if (fs::exists(path / "cross_validation.json"))
      throw CheckpointError("'{}' is a cross-validation, which keeps no model", path.string());
    if (!checkpoint::CheckpointFolder(path).names().empty()) {
      throw CheckpointError(
          "the training in '{0}' has not ended: go on with gradus train --resume {0}, or take "
          "{0}/checkpoints/last",
          path.string());
    }
  }
  return checkpoint::load_model(path);
}

}  // namespace

SavedRun load_run(const std::filesystem::path& folder) {
  SavedRun run{load_saved(folder), {}, {}, {}};
  run.module = rebuild(run.saved);
  if (are_float64(run.saved.state)) run.module.ptr()->to(torch::kFloat64);
  checkpoint::load_state(*run.module.ptr(), run.saved.state);
  run.module.ptr()->eval();
  run.standardization = data::Standardization::from_tensors(run.saved.standardization);
  run.data = DataRequest::from_map(run.saved.data_options);
  return run;
}

void check_fit(data::Dataset& dataset, const checkpoint::SavedModel& saved) {
  const bool classification = dataset.task == data::Task::kClassification;
  if (classification != (saved.task == "classification")) {
    throw DataError("'{}' is a {} task, the model was trained for {}", dataset.name,
                    classification ? "classification" : "regression", saved.task);
  }
  if (dataset.features() != saved.in_features) {
    throw DataError("'{}' has {} numbers an example ({}), the model takes {} ({})", dataset.name,
                    dataset.features(), fmt::join(dataset.input_shape(), " x "), saved.in_features,
                    fmt::join(saved.input_shape, " x "));
  }
  if (!classification && dataset.outputs() != saved.out_features) {
    throw DataError("'{}' has {} target columns, the model predicts {}", dataset.name,
                    dataset.outputs(), saved.out_features);
  }
  if (!classification || dataset.class_names == saved.class_names) return;
  if (!are_numbers(dataset.class_names) || dataset.class_names.size() > saved.class_names.size()) {
    throw DataError("the classes of '{}' ({}) are not the model's ({})", dataset.name,
                    fmt::join(dataset.class_names, ", "), fmt::join(saved.class_names, ", "));
  }
  dataset.class_names = saved.class_names;
}

}  // namespace gradus::cli
