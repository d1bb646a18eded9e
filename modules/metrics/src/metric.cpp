#include "gradus/metrics/metric.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/core/suggest.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/regression.h"

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
  return {"accuracy", "top3", "top5", "macro_f1", "mse", "mae", "r2"};
}

std::unique_ptr<Metric> make_metric(const std::string& name, int64_t outputs) {
  if (name == "accuracy") return std::make_unique<Accuracy>();
  if (name == "macro_f1") return std::make_unique<MacroF1>(outputs);
  if (name == "mse") return std::make_unique<MeanSquaredError>();
  if (name == "mae") return std::make_unique<MeanAbsoluteError>();
  if (name == "r2") return std::make_unique<RSquared>();
  constexpr std::string_view kTop = "top";
  int64_t k = 0;
  if (name.starts_with(kTop) && parse_integer(std::string_view(name).substr(kTop.size()), k)) {
    if (k < 1 || k > outputs)
      throw UsageError("metric '{}': expected top1 to top{}", name, outputs);
    return std::make_unique<TopKAccuracy>(k);
  }
  throw UsageError("{}", unknown_name_message("metric", name, metric_names()));
}

}  // namespace gradus::metrics
