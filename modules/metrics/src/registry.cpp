#include "gradus/metrics/registry.h"

#include "gradus/core/error.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/calibration.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/probability_metrics.h"
#include "gradus/metrics/regression.h"
#include "gradus/metrics/roc.h"
#include "top_metric.h"

namespace gradus::metrics {
namespace {

using MetricRegistry = Registry<RegisteredMetric>;

void add(MetricRegistry& metrics, const std::string& name, MetricFactory factory,
         MetricTraits traits) {
  auto summary = traits.summary;
  metrics.add(name, std::move(summary), {std::move(factory), std::move(traits)});
}

/// Where the number of outputs does not matter.
template <typename M>
MetricFactory plain() {
  return [](int64_t) { return std::make_unique<M>(); };
}

void add_accuracies(MetricRegistry& metrics) {
  add(metrics, "accuracy", plain<Accuracy>(),
      {.summary = "share of examples whose class is right"});
  for (const std::string name : {"top3", "top5"}) {
    add(metrics, name, [name](int64_t outputs) { return make_top_metric(name, outputs); },
        {.summary = "share of examples whose class is among the best " + name.substr(3) +
                    "; likewise any topK"});
  }
}

void add_class_averages(MetricRegistry& metrics) {
  for (const auto& name : class_average_names()) {
    auto summary = "mean of the classes' " + name.substr(name.find('_') + 1) +
                   (name.starts_with("weighted") ? ", by their examples" : ", each alike");
    if (name == "balanced_accuracy") summary = "mean recall of the classes that have examples";
    add(metrics, name,
        [name](int64_t outputs) {
          return std::make_unique<ClassAverageMetric>(name, find_class_average(name), outputs);
        },
        {.summary = std::move(summary)});
  }
}

void add_collected(MetricRegistry& metrics, const std::string& name, CollectedMetric::Score score,
                   MetricTraits traits) {
  add(
      metrics, name, [=](int64_t) { return std::make_unique<CollectedMetric>(name, score); },
      std::move(traits));
}

void add_probability_metrics(MetricRegistry& metrics) {
  add(metrics, "log_loss", plain<LogLoss>(),
      {.summary = "mean of -log of the true class's probability", .lower_is_better = true});
  add(metrics, "brier_score", plain<BrierScore>(),
      {.summary = "mean squared error of the probabilities", .lower_is_better = true});
  add_collected(metrics, "roc_auc", roc_auc, {.summary = "area under the ROC curve"});
  add_collected(metrics, "average_precision", average_precision,
                {.summary = "mean of precision over recall"});
  add_collected(metrics, "ece",
                [](const ScoredExamples& e) { return expected_calibration_error(e); },
                {.summary = "expected calibration error: confidence against accuracy",
                 .lower_is_better = true});
}

void add_regression_metrics(MetricRegistry& metrics) {
  const auto error = [](std::string summary) {
    return MetricTraits{.summary = std::move(summary), .regression = true, .lower_is_better = true};
  };
  add(metrics, "mse", plain<MeanSquaredError>(), error("mean of squared residuals"));
  add(metrics, "rmse", plain<RootMeanSquaredError>(), error("root of the mean squared residual"));
  add(metrics, "mae", plain<MeanAbsoluteError>(), error("mean of absolute residuals"));
  add(metrics, "max_error", plain<MaxError>(), error("largest absolute residual"));
  add(metrics, "r2", plain<RSquared>(),
      {.summary = "coefficient of determination", .regression = true});
  add(metrics, "explained_variance", plain<ExplainedVariance>(),
      {.summary = "as r2, but a constant error costs nothing", .regression = true});
}

}  // namespace

MetricRegistry& registry() {
  static MetricRegistry metrics = [] {
    MetricRegistry made("metric");
    add_accuracies(made);
    add_class_averages(made);
    add_probability_metrics(made);
    add_regression_metrics(made);
    return made;
  }();
  return metrics;
}

const MetricTraits& metric_traits(const std::string& name) {
  static const MetricTraits kTop = {.summary = "share of examples whose class is among the best K"};
  if (!registry().contains(name) && is_top_metric(name)) return kTop;
  return registry().find(name).factory.traits;
}

bool lower_is_better(const std::string& name) {
  return registry().contains(name) && metric_traits(name).lower_is_better;
}

void register_metric(const std::string& name, MetricFactory factory, MetricTraits traits) {
  add(registry(), name, std::move(factory), std::move(traits));
}

}  // namespace gradus::metrics
