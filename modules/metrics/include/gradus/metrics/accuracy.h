/// Share of examples whose class is right, exactly or among the k best.
#pragma once
#include "gradus/metrics/metric.h"

namespace gradus::metrics {

/// Base of metrics that are a mean over examples: a sum on the device and a count on the host.
class MeanMetric : public Metric {
 public:
  void reset() override;
  double value() const override;
  StateMap state() const override;
  void load_state(const StateMap& state) override;

 protected:
  /// Adds the sum over a batch (a scalar tensor of any dtype) of `count` examples.
  void add(const torch::Tensor& sum, int64_t count);

 private:
  torch::Tensor sum_;  ///< scalar; undefined before the first update
  int64_t count_ = 0;
};

/// Right when the largest score is the target's: see `predicted_classes`.
class Accuracy : public MeanMetric {
 public:
  std::string name() const override { return "accuracy"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// Right when the target is among the k highest scores. Needs at least k columns.
class TopKAccuracy : public MeanMetric {
 public:
  /// `k` from 1.
  explicit TopKAccuracy(int64_t k) : k_(k) {}
  std::string name() const override { return "top" + std::to_string(k_); }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;

 private:
  int64_t k_;
};

}  // namespace gradus::metrics
