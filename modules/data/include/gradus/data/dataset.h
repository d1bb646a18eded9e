/// A data set: a value of tensors in memory, with the names that make it readable.
#pragma once
#include "gradus/data/task.h"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::data {

/// Copies are shallow, as tensors are. `validate` says what a well-formed one looks like.
struct Dataset {
  std::string name;                   ///< for tables and figures; may be empty
  Task task = Task::kClassification;  ///< says what `targets` are
  /// [N, ...] float32 or uint8. Images are [N, H, W] or [N, C, H, W], uint8 in 0..255 or float32
  /// in 0..1; tables are [N, features] float32.
  torch::Tensor inputs;
  /// Classification: [N] int64, 0 to outputs()-1. Regression: [N, k] float32.
  torch::Tensor targets;
  std::vector<std::string> class_names;    ///< one a class; empty for regression
  std::vector<std::string> feature_names;  ///< one a column of a table; empty for images
  std::vector<std::string> target_names;   ///< one a target column; may be empty
  std::string note;  ///< how it was read, where that was decided for the user; for `describe`

  /// N.
  int64_t size() const;
  /// Product of the input's dimensions after the first.
  int64_t features() const;
  /// Number of classes, or of target columns.
  int64_t outputs() const;
  /// The input's dimensions without N.
  std::vector<int64_t> input_shape() const;
  /// Whether the inputs have rows and columns.
  bool is_image() const { return inputs.dim() >= 3; }

  /// The same data on `device`.
  Dataset to(torch::Device device) const;
  /// The examples at `indices` ([M] int64, on any device), in that order, as a copy.
  Dataset subset(const torch::Tensor& indices) const;
};

/// Throws `DataError` for a data set that breaks the promises above: no examples, counts that
/// differ, wrong types, a label outside the classes (with its row), values that are not finite.
void validate(const Dataset& dataset);

/// Examples of each class, [outputs()] int64 on the CPU. For classification only.
torch::Tensor class_counts(const Dataset& dataset);

/// A few readable lines: size, shape, classes with their counts or the targets' range, the note.
std::string describe(const Dataset& dataset);

}  // namespace gradus::data
