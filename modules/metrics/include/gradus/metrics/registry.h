/// Metrics by name, so that `--metrics` finds one that it was not written for.
#pragma once
#include "gradus/core/registration.h"
#include "gradus/core/registry.h"
#include "gradus/metrics/metric.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace gradus::metrics {

/// Makes a metric for so many outputs (classes, or numbers to predict). Called from several threads
/// at once where intervals are computed.
using MetricFactory = std::function<std::unique_ptr<Metric>(int64_t outputs)>;

/// What a metric measures, and which values of it are good ones.
struct MetricTraits {
  std::string summary;           ///< one line for the listing
  bool regression = false;       ///< of predicted numbers, not of classes
  bool lower_is_better = false;  ///< as an error is, unlike a score
};

/// A metric as the registry keeps it.
struct RegisteredMetric {
  MetricFactory factory;  ///< makes it
  MetricTraits traits;    ///< describe it
};

/// The built-in metrics and those registered by `GRADUS_REGISTER_METRIC`.
Registry<RegisteredMetric>& registry();

/// Of any name that `make_metric` takes. Throws `UsageError` for others, nearest first.
const MetricTraits& metric_traits(const std::string& name);

/// False for scores, and for names that are no metric of this program.
bool lower_is_better(const std::string& name);

/// What `GRADUS_REGISTER_METRIC` calls, before `main`. Throws `UsageError` for a name that is
/// taken.
void register_metric(const std::string& name, MetricFactory factory, MetricTraits traits = {});

}  // namespace gradus::metrics

/// Adds a metric to the registry, at namespace scope of one source file:
/// `GRADUS_REGISTER_METRIC("my_metric", make_my_metric, {.summary = "what it is"});`, where
/// `my_metric` is what the metric's `name` returns too. A name that is taken ends the program with
/// exit code 2 and one line on stderr.
#define GRADUS_REGISTER_METRIC(name, ...) \
  GRADUS_BEFORE_MAIN(::gradus::metrics::register_metric(name, __VA_ARGS__))
