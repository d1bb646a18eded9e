/// What a trained network scores on a part of the data, the same for train and evaluate.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/standardization.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/training/history.h"
#include "gradus/training/trainer.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gradus::cli {

struct Evaluation {
  std::string part;  ///< train, validation, test or all
  double loss = 0;
  training::MetricValues metrics;  ///< of regression: in the targets' own units
  torch::Tensor outputs;           ///< [N, K] on the CPU; of regression in the targets' own units
  torch::Tensor confusion;         ///< [K, K], classification alone
  std::vector<metrics::ClassScores> classes;
};

/// The metrics measured when none are named.
std::vector<std::string> default_metrics(data::Task task);

/// `part_data` as it was loaded (not standardised).
Evaluation evaluate_part(training::Trainer& trainer, const data::Standardization& standardization,
                         const data::Dataset& part_data, const std::string& part,
                         const std::vector<std::string>& metric_names);

/// Documented in docs/json.md.
nlohmann::ordered_json to_json(const Evaluation& evaluation, const data::Dataset& part_data);

/// Loss, metrics and, for classes, the per-class table and the confusion matrix.
std::string to_text(const Evaluation& evaluation, const data::Dataset& part_data);

}  // namespace gradus::cli
