#include "gradus/training/metric_tape.h"

#include "gradus/core/threads.h"

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
  keep(outputs, recorded_ - flushed_);
  recorded_ += rows;
}

void MetricTape::keep(const torch::Tensor& outputs, int64_t row) {
  // An operation of LibTorch's would cost as much as a step of a tiny network.
  if (outputs.is_cpu() && outputs.scalar_type() == torch::kFloat32 && outputs.is_contiguous()) {
    std::copy_n(outputs.const_data_ptr<float>(), outputs.numel(),
                outputs_.mutable_data_ptr<float>() + row * outputs.size(1));
  } else {
    outputs_.narrow(0, row, outputs.size(0)).copy_(outputs, /*non_blocking=*/true);
  }
}

void MetricTape::flush() {
  const auto rows = recorded_ - flushed_;
  if (rows == 0) return;
  const torch::NoGradGuard no_gradient;
  // Some thousand rows are no work for two, and LibTorch's threads would spin on afterwards, on the
  // processors that the next step needs.
  const ThreadsGuard one_thread(1);
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
