/// Metrics of regression: outputs and targets [N, k] float.
#pragma once
#include "gradus/metrics/accuracy.h"

namespace gradus::metrics {

/// Mean over all N × k squared residuals.
class MeanSquaredError : public MeanMetric {
 public:
  std::string name() const override { return "mse"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// Mean over all N × k absolute residuals.
class MeanAbsoluteError : public MeanMetric {
 public:
  std::string name() const override { return "mae"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// Coefficient of determination, a mean over the k targets, as scikit-learn's `r2_score`: for a
/// target that never varies it is 1 when every prediction is exact, else 0.
class RSquared : public Metric {
 public:
  std::string name() const override { return "r2"; }
  void reset() override;
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;

 private:
  // Sums over examples, each [k] float64, about the first batch's mean: sums of raw squares would
  // cancel for targets far from 0.
  torch::Tensor shift_, residual_squares_, target_sum_, target_squares_;
  int64_t count_ = 0;
};

}  // namespace gradus::metrics
