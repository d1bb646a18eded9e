/// What a training run measured, epoch by epoch.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gradus::training {

/// Metric values by name, in the order in which the metrics were added.
using MetricValues = std::vector<std::pair<std::string, double>>;

/// One epoch. Training loss and metrics are means over the epoch's examples, measured while the
/// weights moved; validation is measured after the epoch.
struct EpochRecord {
  int64_t epoch = 0;                      ///< from 1
  double train_loss = 0;                  ///< mean over the examples
  MetricValues train_metrics;             ///< one each of the trainer's metrics
  std::optional<double> validation_loss;  ///< nothing where the epoch was not validated
  MetricValues validation_metrics;        ///< the same metrics; empty where it was not validated
  double learning_rate = 0;               ///< of the first parameter group, at the epoch's end
  double seconds = 0;                     ///< of the training part, without validation
  int64_t examples = 0;  ///< seen in this epoch; fewer than the data set's when it was stopped
};

/// One training.
struct History {
  std::vector<EpochRecord> epochs;  ///< in order, with those before a checkpoint it went on from
};

}  // namespace gradus::training
