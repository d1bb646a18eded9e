/// The measured value by which a training is judged.
#pragma once
#include "gradus/training/history.h"

#include <optional>
#include <string>

namespace gradus::training {

/// A value of an epoch by name: "validation_loss", "train_loss", or a metric, as in "accuracy" and
/// "validation_accuracy" (of the validation set) or "train_accuracy". Losses, and metrics that
/// the registry knows as errors (as mse and log_loss), are better when they are lower, other
/// metrics when they are higher.
class Monitor {
 public:
  /// Any name: `check` says whether there is such a value.
  explicit Monitor(std::string name);

  /// As it was given.
  const std::string& name() const { return name_; }
  /// Whether it is a value of the validation set.
  bool of_validation() const { return of_validation_; }
  /// Whether it is a loss or an error.
  bool lower_is_better() const { return lower_is_better_; }

  /// Throws `UsageError` unless it is a loss or one of `metrics`.
  void check(const std::vector<std::string>& metrics) const;

  /// Nothing where the epoch was not validated (training was stopped within it). Throws
  /// `UsageError`, with those that were measured, where there is no such metric.
  std::optional<double> value(const EpochRecord& record) const;

  /// The value that is worse than all others.
  double worst() const;
  /// Whether `value` is better than `best` by more than `change`. A value that is not a number is
  /// no improvement, nor is anything infinitely bad.
  bool is_better(double value, double best, double change = 0) const;

 private:
  std::string name_, metric_;  ///< the metric's own name; empty for the loss
  bool of_validation_, lower_is_better_;
};

}  // namespace gradus::training
