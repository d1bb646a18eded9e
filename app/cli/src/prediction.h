/// Predictions of a trained model for examples without labels.
#pragma once
#include "saved_run.h"

#include <torch/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::cli {

/// One file's examples: an image, the rows of a table, the images of an IDX or NumPy file.
struct Examples {
  std::vector<std::string> names;  ///< the file, with the row (from 1) where it has several
  torch::Tensor inputs;            ///< [N, ...] as the model takes them, not standardised
};

/// Reads PNG, JPEG, BMP, CSV, TSV, Parquet, Feather, NumPy or IDX, told by the name's ending; `-`
/// is a table from standard input. Pictures become the model's size the way that the training's
/// did, or by the fit in `options` where `fit_given`. Throws `DataError` with both shapes when they
/// are not what the model takes.
Examples read_examples(const std::filesystem::path& file, const SavedRun& run,
                       const data::ReadOptions& options, bool fit_given);

struct Predictions {
  std::vector<std::string> names;
  torch::Tensor values;  ///< [N, K] float32 on the CPU: class probabilities, or predicted values
};

/// In evaluation mode, without gradients, in batches.
Predictions predict(SavedRun& run, const Examples& examples, torch::Device device);

}  // namespace gradus::cli
