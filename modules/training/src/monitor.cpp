#include "gradus/training/monitor.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "gradus/metrics/registry.h"

#include <algorithm>
#include <limits>

namespace gradus::training {
namespace {

constexpr std::string_view kValidation = "validation_", kTrain = "train_";

}  // namespace

Monitor::Monitor(std::string name) : name_(std::move(name)) {
  of_validation_ = !name_.starts_with(kTrain);
  metric_ = name_;
  if (name_.starts_with(kValidation)) metric_ = name_.substr(kValidation.size());
  if (!of_validation_) metric_ = name_.substr(kTrain.size());
  if (metric_ == "loss") metric_.clear();
  lower_is_better_ = metric_.empty() || metrics::lower_is_better(metric_);
}

void Monitor::check(const std::vector<std::string>& metrics) const {
  if (metric_.empty() || std::ranges::find(metrics, metric_) != metrics.end()) return;
  std::vector<std::string> known = {"validation_loss", "train_loss"};
  for (const auto& metric : metrics) {
    known.push_back(metric);
    known.push_back(std::string(kTrain) + metric);
  }
  throw UsageError("{}", unknown_name_message("value to monitor", name_, std::move(known)));
}

std::optional<double> Monitor::value(const EpochRecord& record) const {
  if (of_validation_ && !record.validation_loss) return std::nullopt;
  if (metric_.empty()) return of_validation_ ? record.validation_loss : record.train_loss;
  const auto& metrics = of_validation_ ? record.validation_metrics : record.train_metrics;
  std::vector<std::string> names;
  for (const auto& [name, value] : metrics) {
    if (name == metric_) return value;
    names.push_back(name);
  }
  check(names);
  return std::nullopt;
}

double Monitor::worst() const {
  const double infinity = std::numeric_limits<double>::infinity();
  return lower_is_better_ ? infinity : -infinity;
}

bool Monitor::is_better(double value, double best, double change) const {
  return lower_is_better_ ? value < best - change : value > best + change;
}

}  // namespace gradus::training
