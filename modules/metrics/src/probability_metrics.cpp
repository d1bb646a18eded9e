#include "gradus/metrics/probability_metrics.h"

#include "gradus/core/error.h"
#include "gradus/metrics/score_examples.h"

#include <limits>

namespace gradus::metrics {
namespace {

/// Batches from a checkpoint lie on the CPU, those of the training where it computes.
torch::Tensor joined(const std::vector<torch::Tensor>& parts) {
  std::vector<torch::Tensor> on_host;
  for (const auto& part : parts) on_host.push_back(part.cpu());
  return torch::cat(on_host);
}

}  // namespace

void LogLoss::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  auto logits = outputs.to(torch::kFloat64);
  if (logits.size(1) == 1) logits = torch::cat({torch::zeros_like(logits), logits}, 1);
  const auto logs = logits.log_softmax(1);
  add(-logs.gather(1, targets.unsqueeze(1)).sum(), targets.size(0));
}

void BrierScore::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto probabilities = class_probabilities(outputs.to(torch::kFloat64));
  const auto happened = torch::zeros_like(probabilities).scatter_(1, targets.unsqueeze(1), 1.0);
  const auto squares = (probabilities - happened).square().sum();
  add(probabilities.size(1) == 2 ? squares / 2 : squares, targets.size(0));
}

void CollectedMetric::reset() {
  outputs_.clear();
  targets_.clear();
}

void CollectedMetric::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  // Copies: engines write the next batch's outputs into the same memory.
  outputs_.push_back(outputs.clone());
  targets_.push_back(targets.clone());
}

double CollectedMetric::value() const {
  if (outputs_.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto outputs = joined(outputs_);
  // A diverged training is reported as such, not as a ranking of what is no number.
  if (!outputs.isfinite().all().item<bool>()) return std::numeric_limits<double>::quiet_NaN();
  return score_(score_examples(outputs, joined(targets_)));
}

StateMap CollectedMetric::state() const {
  StateMap state = {{"updated", integer_state(outputs_.empty() ? 0 : 1)}};
  if (outputs_.empty()) return state;
  state["outputs"] = joined(outputs_);
  state["targets"] = joined(targets_);
  return state;
}

void CollectedMetric::load_state(const StateMap& state) {
  reset();
  if (state_integer(state, "updated") == 0) return;
  const auto& outputs = state_tensor(state, "outputs");
  const auto& targets = state_tensor(state, "targets");
  if (outputs.dim() != 2 || targets.dim() != 1 || outputs.size(0) != targets.size(0))
    throw CheckpointError("the saved metric '{}' holds no outputs with their targets", name_);
  outputs_ = {outputs};
  targets_ = {targets};
}

}  // namespace gradus::metrics
