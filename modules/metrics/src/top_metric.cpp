#include "top_metric.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/metrics/accuracy.h"

namespace gradus::metrics {
namespace {

constexpr std::string_view kTop = "top";

bool parse(std::string_view name, int64_t& k) {
  return name.starts_with(kTop) && parse_integer(name.substr(kTop.size()), k);
}

}  // namespace

bool is_top_metric(const std::string& name) {
  int64_t k = 0;
  return parse(name, k);
}

std::unique_ptr<Metric> make_top_metric(const std::string& name, int64_t outputs) {
  int64_t k = 0;
  parse(name, k);
  if (k < 1 || k > outputs) throw UsageError("metric '{}': expected top1 to top{}", name, outputs);
  return std::make_unique<TopKAccuracy>(k);
}

}  // namespace gradus::metrics
