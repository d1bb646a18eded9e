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

/// The square root of that mean, in the targets' units.
class RootMeanSquaredError : public MeanSquaredError {
 public:
  std::string name() const override { return "rmse"; }
  double value() const override;
};

/// Mean over all N × k absolute residuals.
class MeanAbsoluteError : public MeanMetric {
 public:
  std::string name() const override { return "mae"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// The largest absolute residual.
class MaxError : public Metric {
 public:
  std::string name() const override { return "max_error"; }
  void reset() override { largest_ = torch::Tensor(); }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;
  StateMap state() const override;
  void load_state(const StateMap& state) override;

 private:
  torch::Tensor largest_;  ///< scalar; undefined before the first update
};

/// Base of the scores that compare residuals with the targets' own spread, a mean over the k
/// targets. For a target that never varies they are 1 when every prediction is exact, else 0, as
/// scikit-learn's `force_finite`.
class ExplainedMetric : public Metric {
 public:
  void reset() override;
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;
  StateMap state() const override;
  void load_state(const StateMap& state) override;

 protected:
  // Sums over examples, each [k] float64, about the first batch's mean: sums of raw squares would
  // cancel for targets far from 0.
  torch::Tensor shift_,   ///< the first batch's mean of the targets; undefined before
      residual_sum_,      ///< of outputs less targets
      residual_squares_,  ///< of their squares
      target_sum_,        ///< of targets less `shift_`
      target_squares_;    ///< of their squares
  int64_t count_ = 0;     ///< examples so far

 private:
  /// What is left unexplained, [k].
  virtual torch::Tensor unexplained() const = 0;
};

/// Coefficient of determination, as scikit-learn's `r2_score`.
class RSquared : public ExplainedMetric {
 public:
  std::string name() const override { return "r2"; }

 private:
  torch::Tensor unexplained() const override { return residual_squares_; }
};

/// As R², but a constant error costs nothing: scikit-learn's `explained_variance_score`.
class ExplainedVariance : public ExplainedMetric {
 public:
  std::string name() const override { return "explained_variance"; }

 private:
  torch::Tensor unexplained() const override;
};

/// mse, rmse, mae, max_error, r2, explained_variance.
std::vector<std::string> regression_metric_names();
/// Whether the metric of that name is one of regression, of the program's own too.
bool is_regression_metric(const std::string& name);

}  // namespace gradus::metrics
