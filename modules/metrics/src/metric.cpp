#include "gradus/metrics/metric.h"

#include "gradus/core/error.h"
#include "gradus/metrics/registry.h"
#include "top_metric.h"

namespace gradus::metrics {

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
  return registry().names();
}

std::unique_ptr<Metric> make_metric(const std::string& name, int64_t outputs) {
  if (!registry().contains(name) && is_top_metric(name)) return make_top_metric(name, outputs);
  auto metric = registry().find(name).factory.factory(outputs);
  // Curves, monitors and checkpoints would look for it by another name.
  if (metric->name() != name)
    throw UsageError("the metric registered as '{}' calls itself '{}': give it one name", name,
                     metric->name());
  return metric;
}

}  // namespace gradus::metrics
