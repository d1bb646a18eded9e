/// Targets that a model's outputs have no place for, found before a loss reads beyond them.
#pragma once
#include <torch/types.h>

#include <string>

namespace gradus::engine {

/// Throws `DataError` unless classes from `low` to `high` are among those of a model of `outputs`
/// (one output tells two apart).
void check_class_range(int64_t low, int64_t high, int64_t outputs);

/// Throws `DataError` unless `targets` have a column for each of the `outputs`.
void check_columns(const torch::Tensor& targets, int64_t outputs);

/// For engines that know a model's outputs only when they have them. Says nothing of losses that
/// are not ours.
class TargetCheck {
 public:
  explicit TargetCheck(const std::string& loss_name);

  /// Looks at the targets of all rows; waits for the device, but only for targets that are new.
  void read(const torch::Tensor& targets);
  /// Throws `DataError` where they do not fit a batch's outputs. Waits for nothing.
  void compare(const torch::Tensor& outputs) const;

 private:
  bool takes_classes_ = false, takes_values_ = false;
  torch::Tensor targets_;
  int64_t low_ = 0, high_ = 0;
};

}  // namespace gradus::engine
