/// The interface of all metrics, and the rule that turns outputs into classes.
#pragma once
#include "gradus/core/state.h"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace gradus::metrics {

/// A number about outputs and targets, accumulated batch by batch. `update` works on the tensors'
/// own device and never waits for it; only `value` does.
class Metric {
 public:
  virtual ~Metric() = default;
  /// As shown in logs and used as a column name, e.g. "accuracy".
  virtual std::string name() const = 0;
  virtual void reset() = 0;  ///< Forgets all batches.
  /// `outputs` [N, K] float without gradient, `targets` [N] int64 or [N, k] float, same device.
  virtual void update(const torch::Tensor& outputs, const torch::Tensor& targets) = 0;
  /// NaN before the first update.
  virtual double value() const = 0;
  /// What has been accumulated, and back: a metric that takes it goes on bit for bit. The tensors
  /// are not written to afterwards.
  virtual StateMap state() const = 0;
  /// Throws `CheckpointError` where something of it is missing.
  virtual void load_state(const StateMap& state) = 0;
};

/// Classes [N] int64 of outputs: the largest of K scores; with one score, class 1 where it is
/// greater than 0 (a tie is class 0, as in the perceptron's threshold form).
torch::Tensor predicted_classes(const torch::Tensor& outputs);

/// Class probabilities [N, K] of logits [N, K] (softmax) or [N, 1] (sigmoid, two columns).
torch::Tensor class_probabilities(const torch::Tensor& logits);

/// A metric by name: those of `metric_names` (see registry.h), and any topK. Throws `UsageError`
/// for others, nearest first. `outputs` is the number of classes or of regression targets.
std::unique_ptr<Metric> make_metric(const std::string& name, int64_t outputs);

/// As in accuracy, top3, macro_f1, roc_auc, log_loss; mse, mae, r2; and those of the program's own.
std::vector<std::string> metric_names();

}  // namespace gradus::metrics
