/// topK by name: top1, top7, as many as there are outputs.
#pragma once
#include "gradus/metrics/metric.h"

namespace gradus::metrics {

bool is_top_metric(const std::string& name);
/// Throws `UsageError` for more than there are outputs.
std::unique_ptr<Metric> make_top_metric(const std::string& name, int64_t outputs);

}  // namespace gradus::metrics
