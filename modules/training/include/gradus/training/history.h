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
  int64_t epoch = 0;  ///< from 1
  double train_loss = 0;
  MetricValues train_metrics;
  std::optional<double> validation_loss;
  MetricValues validation_metrics;
  double learning_rate = 0;
  double seconds = 0;    ///< of the training part, without validation
  int64_t examples = 0;  ///< seen in this epoch; fewer than the data set's when it was stopped
};

struct History {
  std::vector<EpochRecord> epochs;
};

}  // namespace gradus::training
