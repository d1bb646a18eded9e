/// Metrics of an epoch's steps, updated many steps at a time.
#pragma once
#include "gradus/metrics/metric.h"
#include "gradus/training/history.h"

#include <memory>
#include <vector>

namespace gradus::training {

/// Keeps the steps' outputs on their device and hands them to the metrics some thousand rows at a
/// time: a metric costs several operations an update, which for a small network is more than the
/// step itself.
class MetricTape {
 public:
  /// Those of a trainer.
  using Metrics = std::vector<std::shared_ptr<metrics::Metric>>;
  /// Resets the metrics. `order` [N] int64 says which of `targets` [N, …]
  /// the rows of the outputs belong to; undefined for their own order. The metrics are given some
  /// thousand rows, at least `batch_size`: always the same, whatever is recorded or asked when,
  /// since sums depend on what was added first.
  MetricTape(Metrics metrics, torch::Tensor targets, torch::Tensor order, int64_t batch_size);

  /// Takes the next rows' outputs [B, K]; the memory may be written again afterwards.
  void record(const torch::Tensor& outputs);
  /// The metrics of all rows so far.
  MetricValues values();

  /// What was recorded, and back.
  StateMap state() const;
  /// Throws `CheckpointError` for rows that do not fit.
  void load_state(const StateMap& state);

 private:
  void keep(const torch::Tensor& outputs, int64_t row);
  void hand_on(int64_t rows);

  Metrics metrics_;
  torch::Tensor targets_, order_;
  int64_t capacity_;
  torch::Tensor outputs_;                 ///< [capacity, K]
  int64_t handed_on_ = 0, recorded_ = 0;  ///< rows
};

}  // namespace gradus::training
