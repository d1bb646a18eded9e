#include "evaluation.h"

#include "gradus/core/error.h"
#include "gradus/metrics/calibration.h"
#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/probability_scores.h"
#include "gradus/metrics/regression.h"
#include "gradus/metrics/roc.h"
#include "gradus/metrics/score_examples.h"
#include "gradus/metrics/temperature.h"
#include "gradus/metrics/weighted_scores.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

bool is_finite(const torch::Tensor& outputs) {
  return outputs.isfinite().all().item<bool>();
}

void add_intervals(Evaluation& evaluation, const data::Dataset& part_data) {
  const auto& options = evaluation.options;
  if (options.resamples == 0) return;
  const metrics::WeightedScores scores(evaluation.outputs, evaluation.targets, part_data.outputs());
  std::vector<metrics::WeightedScore> made;
  for (const auto& [name, value] : evaluation.metrics) made.push_back(scores.make(name));
  evaluation.intervals = metrics::bootstrap(
      made, scores.examples(),
      {.resamples = options.resamples, .confidence = options.confidence, .seed = options.seed});
}

void add_class_details(Evaluation& evaluation) {
  evaluation.scored = metrics::score_examples(evaluation.outputs, evaluation.targets);
  evaluation.roc_auc = metrics::class_roc_auc(evaluation.scored);
  evaluation.average_precision = metrics::class_average_precision(evaluation.scored);
  evaluation.mistakes = metrics::confident_mistakes(evaluation.scored, evaluation.options.mistakes);
}

void add_residuals(Evaluation& evaluation) {
  for (int64_t k = 0; k < evaluation.targets.size(1); ++k) {
    evaluation.residuals.push_back(
        metrics::summarize_residuals(metrics::plain_numbers(evaluation.targets.select(1, k)),
                                     metrics::plain_numbers(evaluation.outputs.select(1, k))));
  }
}

}  // namespace

EvaluationOptions options_after_training(uint64_t seed, int64_t examples) {
  constexpr int64_t kMaxExamples = 20'000;
  EvaluationOptions options;
  options.seed = seed;
  if (examples > kMaxExamples) options.resamples = 0;
  return options;
}

std::vector<std::string> default_metrics(data::Task task) {
  if (task == data::Task::kRegression) return {"mse", "rmse", "mae", "r2"};
  return {"accuracy", "macro_f1", "roc_auc", "average_precision", "log_loss", "brier_score", "ece"};
}

void check_metrics(const std::vector<std::string>& names, const data::Dataset& dataset) {
  for (const auto& name : names) {
    metrics::make_metric(name, dataset.outputs());
    const bool of_regression = metrics::is_regression_metric(name);
    if (of_regression != (dataset.task == data::Task::kRegression)) {
      throw UsageError("metric '{}' does not fit a {} task: use {}", name,
                       of_regression ? "classification" : "regression",
                       fmt::format("{}", fmt::join(default_metrics(dataset.task), ", ")));
    }
  }
}

Evaluation evaluate_outputs(const torch::Tensor& outputs, double loss,
                            const data::Dataset& part_data, const std::string& part,
                            const std::vector<std::string>& metric_names,
                            const EvaluationOptions& options) {
  Evaluation evaluation;
  evaluation.part = part;
  evaluation.options = options;
  evaluation.loss = loss;
  evaluation.outputs = outputs;
  evaluation.targets = part_data.targets.cpu();
  for (const auto& name : metric_names) {
    const auto metric = metrics::make_metric(name, part_data.outputs());
    metric->update(evaluation.outputs, evaluation.targets);
    evaluation.metrics.emplace_back(name, metric->value());
  }
  const bool classification = part_data.task == data::Task::kClassification;
  if (classification) {
    metrics::ConfusionMatrix matrix(part_data.outputs());
    matrix.update(evaluation.outputs, evaluation.targets);
    evaluation.confusion = matrix.counts();
    evaluation.classes = metrics::class_scores(evaluation.confusion);
  }
  if (!is_finite(outputs)) return evaluation;
  add_intervals(evaluation, part_data);
  classification ? add_class_details(evaluation) : add_residuals(evaluation);
  return evaluation;
}

Evaluation evaluate_part(training::Trainer& trainer, const data::Standardization& standardization,
                         const data::Dataset& part_data, const std::string& part,
                         const std::vector<std::string>& metric_names,
                         const EvaluationOptions& options) {
  const auto report = trainer.evaluate(standardization.apply(part_data));
  return evaluate_outputs(standardization.restore_outputs(report.outputs), report.loss, part_data,
                          part, metric_names, options);
}

void recalibrate(Evaluation& evaluation, training::Trainer& trainer,
                 const data::Standardization& standardization, const data::Dataset& validation,
                 const std::string& part) {
  if (evaluation.scored.size() == 0 || validation.size() == 0) return;
  const auto logits = trainer.evaluate(standardization.apply(validation)).outputs;
  if (!is_finite(logits)) return;
  const double temperature = metrics::fit_temperature(logits, validation.targets.cpu());
  // At a bound it is no best one: few examples that are all right would make the model boundlessly
  // sure.
  if (temperature <= metrics::kMinTemperature || temperature >= metrics::kMaxTemperature) return;
  auto scored = metrics::score_examples(evaluation.outputs.to(torch::kFloat64) / temperature,
                                        evaluation.targets);
  const double ece = metrics::expected_calibration_error(scored);
  const double loss = metrics::log_loss(scored);
  evaluation.recalibration =
      Recalibration{temperature, part, validation.size(), std::move(scored), ece, loss};
}

}  // namespace gradus::cli
