/// Metrics of the probabilities that logits [N, K] or [N, 1] mean. In float64.
#pragma once
#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// Mean of -log of the true class's probability: what cross-entropy trains, whatever the loss was.
class LogLoss : public MeanMetric {
 public:
  std::string name() const override { return "log_loss"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// As `brier_score`.
class BrierScore : public MeanMetric {
 public:
  std::string name() const override { return "brier_score"; }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
};

/// A score that needs all examples at once: keeps outputs and targets (on their device) until the
/// next reset. roc_auc, average_precision, ece.
class CollectedMetric : public Metric {
 public:
  /// What is computed of all examples when the value is asked for.
  using Score = double (*)(const ScoredExamples&);

  /// `score` of the examples, shown as `name`.
  CollectedMetric(std::string name, Score score) : name_(std::move(name)), score_(score) {}
  std::string name() const override { return name_; }
  void reset() override;
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;
  StateMap state() const override;
  void load_state(const StateMap& state) override;

 private:
  std::string name_;
  Score score_;
  std::vector<torch::Tensor> outputs_, targets_;  ///< one a batch
};

}  // namespace gradus::metrics
