/// What a trained network scores on a part of the data, the same for train and evaluate.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/standardization.h"
#include "gradus/metrics/bootstrap.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/mistakes.h"
#include "gradus/metrics/residuals.h"
#include "gradus/metrics/scored_examples.h"
#include "gradus/training/history.h"
#include "gradus/training/trainer.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

/// How much an evaluation says beyond its scores.
struct EvaluationOptions {
  double confidence = 0.95;  ///< of the intervals
  int64_t resamples = 1000;  ///< of their bootstrap; 0 for no intervals
  int64_t mistakes = 5;      ///< how many of the most confident ones are listed
  uint64_t seed = 0;         ///< of the bootstrap
};

/// Those of a training's final test: no intervals above 20000 examples, so that no one waits for
/// them who did not ask.
EvaluationOptions options_after_training(uint64_t seed, int64_t examples);

/// Temperature scaling, fitted on another part than the one that is measured.
struct Recalibration {
  double temperature;
  std::string part;  ///< that it was fitted on
  int64_t examples;  ///< of that part
  /// The measured part's probabilities, and their scores, at that temperature.
  metrics::ScoredExamples scored;
  double ece, log_loss;
};

struct Evaluation {
  std::string part;  ///< train, validation, test or all
  EvaluationOptions options;
  double loss = 0;
  training::MetricValues metrics;            ///< of regression: in the targets' own units
  std::vector<metrics::Interval> intervals;  ///< one a metric, or none
  torch::Tensor outputs;  ///< [N, K] on the CPU; of regression in the targets' own units
  torch::Tensor targets;  ///< [N] or [N, k] on the CPU
  // Classification alone.
  torch::Tensor confusion;  ///< [K, K]
  std::vector<metrics::ClassScores> classes;
  metrics::ScoredExamples scored;  ///< empty where outputs are not finite, as what follows
  std::vector<double> roc_auc, average_precision;  ///< one a class against the rest
  std::vector<metrics::Mistake> mistakes;
  std::optional<Recalibration> recalibration;
  // Regression alone, one a target.
  std::vector<metrics::ResidualSummary> residuals;
};

/// The metrics measured when none are named.
std::vector<std::string> default_metrics(data::Task task);

/// Throws `UsageError` for names that are no metrics, and for metrics of the other task.
void check_metrics(const std::vector<std::string>& names, const data::Dataset& dataset);

/// `outputs` in the targets' own units, in the order of `part_data`.
Evaluation evaluate_outputs(const torch::Tensor& outputs, double loss,
                            const data::Dataset& part_data, const std::string& part,
                            const std::vector<std::string>& metric_names,
                            const EvaluationOptions& options = {});

/// `part_data` as it was loaded (not standardised).
Evaluation evaluate_part(training::Trainer& trainer, const data::Standardization& standardization,
                         const data::Dataset& part_data, const std::string& part,
                         const std::vector<std::string>& metric_names,
                         const EvaluationOptions& options = {});

/// Fits a temperature on `validation` (as loaded) and says what it does to the evaluation's
/// calibration. Nothing for regression, for no examples, for outputs that are not finite, and where
/// no temperature is best, as for validation examples that are all right.
void recalibrate(Evaluation& evaluation, training::Trainer& trainer,
                 const data::Standardization& standardization, const data::Dataset& validation,
                 const std::string& part = "validation");

/// Documented in docs/json.md.
nlohmann::ordered_json to_json(const Evaluation& evaluation, const data::Dataset& part_data);

/// Loss, metrics with their intervals; for classes the per-class table, the confusion matrix,
/// calibration and the most confident mistakes; for regression the residuals.
std::string to_text(const Evaluation& evaluation, const data::Dataset& part_data);

}  // namespace gradus::cli
