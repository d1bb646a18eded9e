#include "gradus/training/metric_tape.h"

#include <algorithm>

namespace gradus::training {
namespace {

constexpr int64_t kRows = 4096;

}  // namespace

MetricTape::MetricTape(const Metrics& metrics, torch::Tensor targets, torch::Tensor order)
    : metrics_(metrics), targets_(std::move(targets)), order_(std::move(order)) {
  for (const auto& metric : metrics_) metric->reset();
}

void MetricTape::record(const torch::Tensor& outputs) {
  if (metrics_.empty()) return;
  const auto rows = outputs.size(0);
  if (!outputs_.defined()) {
    outputs_ = torch::empty({std::max(rows, std::min(kRows, targets_.size(0))), outputs.size(1)},
                            outputs.options());
  }
  if (recorded_ - flushed_ + rows > outputs_.size(0)) flush();
  outputs_.narrow(0, recorded_ - flushed_, rows).copy_(outputs, /*non_blocking=*/true);
  recorded_ += rows;
}

void MetricTape::flush() {
  const auto rows = recorded_ - flushed_;
  if (rows == 0) return;
  const torch::NoGradGuard no_gradient;
  const auto targets = order_.defined() ? targets_.index_select(0, order_.narrow(0, flushed_, rows))
                                        : targets_.narrow(0, flushed_, rows);
  for (const auto& metric : metrics_) metric->update(outputs_.narrow(0, 0, rows), targets);
  flushed_ = recorded_;
}

MetricValues MetricTape::values() {
  flush();
  MetricValues values;
  for (const auto& metric : metrics_) values.emplace_back(metric->name(), metric->value());
  return values;
}

}  // namespace gradus::training
