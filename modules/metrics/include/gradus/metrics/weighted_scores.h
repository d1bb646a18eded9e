/// The scores of metrics for a bootstrap.
#pragma once
#include "gradus/metrics/bootstrap.h"
#include "gradus/metrics/scored_examples.h"

#include <torch/types.h>

#include <string>

namespace gradus::metrics {

/// Makes, for outputs and targets that were measured, the score that the metric of a name would
/// have on resampled examples.
class WeightedScores {
 public:
  /// As `Metric::update` takes them, on any device; `outputs_count` as `make_metric` takes it.
  WeightedScores(const torch::Tensor& outputs, const torch::Tensor& targets, int64_t outputs_count);

  /// N, the examples that were measured.
  int64_t examples() const { return outputs_.size(0); }
  /// Any name of `make_metric`; throws `UsageError` for others.
  WeightedScore make(const std::string& name) const;

 private:
  /// Nothing for metrics that are none of ours.
  WeightedScore of_classes(const std::string& name) const;
  WeightedScore of_values(const std::string& name) const;
  WeightedScore of_copies(const std::string& name) const;

  torch::Tensor outputs_, targets_;
  int64_t outputs_count_;
  ScoredExamples scored_;  ///< classification alone
};

}  // namespace gradus::metrics
