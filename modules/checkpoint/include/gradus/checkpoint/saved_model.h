/// A trained model on disk: all that is needed to use it again without the data it was trained on.
#pragma once
#include "gradus/checkpoint/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gradus::checkpoint {

/// What a run folder keeps of its model.
struct SavedModel {
  std::string model;                                ///< its name in the model registry
  std::map<std::string, std::string> settings;      ///< its options, as given
  int64_t in_features = 0;                          ///< numbers a row
  int64_t out_features = 0;                         ///< classes, or predicted numbers a row
  std::vector<int64_t> input_shape;                 ///< of one example, as in `[28, 28]`
  std::string task;                                 ///< `classification` or `regression`
  std::string data;                                 ///< the data set, as requested
  std::map<std::string, std::string> data_options;  ///< how it was read and split
  std::string loss;                                 ///< a name of `training::make_loss`
  std::vector<std::string> class_names;             ///< one a class; empty for regression
  std::vector<std::string> feature_names;           ///< one a column of a table; else empty
  std::vector<std::string> target_names;            ///< one a target column; may be empty
  TensorMap state;                                  ///< parameters and buffers
  TensorMap standardization;  ///< how inputs (and regression's targets) were scaled
  /// What a training needs beside the model to go on (`training::Trainer::state`, without the
  /// model's own tensors); empty for a model that is only to be used.
  TensorMap training;
  std::string command;  ///< the exact command line
  uint64_t seed = 0;    ///< of the training
};

/// Writes model.safetensors, standardization.safetensors, training.safetensors (where there is
/// something in it) and, last, manifest.json (format version,
/// versions of gradus and LibTorch, everything else above, size and SHA-256 of each file and of
/// the manifest itself) into the folder `run`, each atomically. Throws `RunError`.
void save_model(const std::filesystem::path& run, const SavedModel& saved);

/// Reads it back; sizes and checksums are verified before anything is used. Throws
/// `CheckpointError` for a path that is no run folder, missing, altered or linked files, fields of
/// a wrong type, and versions newer than this program's.
SavedModel load_model(const std::filesystem::path& run);

}  // namespace gradus::checkpoint
