#include "gradus/metrics/metric.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/core/suggest.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/calibration.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/probability_metrics.h"
#include "gradus/metrics/regression.h"
#include "gradus/metrics/roc.h"

namespace gradus::metrics {
namespace {

std::unique_ptr<Metric> make_regression_metric(const std::string& name) {
  if (name == "mse") return std::make_unique<MeanSquaredError>();
  if (name == "rmse") return std::make_unique<RootMeanSquaredError>();
  if (name == "mae") return std::make_unique<MeanAbsoluteError>();
  if (name == "max_error") return std::make_unique<MaxError>();
  if (name == "r2") return std::make_unique<RSquared>();
  if (name == "explained_variance") return std::make_unique<ExplainedVariance>();
  return nullptr;
}

std::unique_ptr<Metric> make_probability_metric(const std::string& name) {
  if (name == "log_loss") return std::make_unique<LogLoss>();
  if (name == "brier_score") return std::make_unique<BrierScore>();
  CollectedMetric::Score score = nullptr;
  if (name == "roc_auc") score = roc_auc;
  if (name == "average_precision") score = average_precision;
  if (name == "ece") score = [](const ScoredExamples& e) { return expected_calibration_error(e); };
  if (score != nullptr) return std::make_unique<CollectedMetric>(name, score);
  return nullptr;
}

/// topK.
std::unique_ptr<Metric> make_top_metric(const std::string& name, int64_t outputs) {
  constexpr std::string_view kTop = "top";
  int64_t k = 0;
  if (!name.starts_with(kTop) || !parse_integer(std::string_view(name).substr(kTop.size()), k))
    return nullptr;
  if (k < 1 || k > outputs) throw UsageError("metric '{}': expected top1 to top{}", name, outputs);
  return std::make_unique<TopKAccuracy>(k);
}

}  // namespace

torch::Tensor predicted_classes(const torch::Tensor& outputs) {
  if (outputs.size(1) == 1) return (outputs.squeeze(1) > 0).to(torch::kInt64);
  return outputs.argmax(1);
}

torch::Tensor class_probabilities(const torch::Tensor& logits) {
  if (logits.size(1) > 1) return logits.softmax(1);
  // The second column is not 1 - the first: both stay exact for large logits.
  return torch::cat({(-logits).sigmoid(), logits.sigmoid()}, 1);
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names = {"accuracy", "top3", "top5"};
  const auto append = [&](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  append(class_average_names());
  append({"log_loss", "brier_score", "roc_auc", "average_precision", "ece"});
  append(regression_metric_names());
  return names;
}

std::unique_ptr<Metric> make_metric(const std::string& name, int64_t outputs) {
  if (name == "accuracy") return std::make_unique<Accuracy>();
  if (const auto average = find_class_average(name))
    return std::make_unique<ClassAverageMetric>(name, average, outputs);
  if (auto metric = make_probability_metric(name)) return metric;
  if (auto metric = make_regression_metric(name)) return metric;
  if (auto metric = make_top_metric(name, outputs)) return metric;
  throw UsageError("{}", unknown_name_message("metric", name, metric_names()));
}

}  // namespace gradus::metrics
