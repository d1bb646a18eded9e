#include "gradus/metrics/confusion_matrix.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <limits>

namespace gradus::metrics {

void ConfusionMatrix::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto cells = targets * classes_ + predicted_classes(outputs);
  const auto counts = cells.bincount({}, classes_ * classes_);
  // Counts that came from a checkpoint lie on the CPU at first.
  counts_ = counts_.defined() ? counts_.to(counts.device()) + counts : counts;
}

torch::Tensor ConfusionMatrix::counts() const {
  if (!counts_.defined()) return torch::zeros({classes_, classes_}, torch::kInt64);
  return counts_.to(torch::kCPU).view({classes_, classes_});
}

void ConfusionMatrix::load(const torch::Tensor& counts) {
  if (counts.scalar_type() != torch::kInt64 || counts.numel() != classes_ * classes_) {
    throw CheckpointError("a confusion matrix of {} {}, expected {} x {} int64",
                          fmt::join(counts.sizes().vec(), " x "),
                          torch::toString(counts.scalar_type()), classes_, classes_);
  }
  counts_ = counts.flatten();
}

std::vector<ClassScores> class_scores(const torch::Tensor& counts) {
  const auto plain = counts.to(torch::kCPU, torch::kInt64).contiguous();
  return class_scores(std::span<const int64_t>(plain.const_data_ptr<int64_t>(),
                                               static_cast<size_t>(plain.numel())));
}

void ClassAverageMetric::reset() {
  matrix_.reset();
  empty_ = true;
}

void ClassAverageMetric::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  matrix_.update(outputs, targets);
  empty_ = false;
}

double ClassAverageMetric::value() const {
  if (empty_) return std::numeric_limits<double>::quiet_NaN();
  return average_(class_scores(matrix_.counts()));
}

StateMap ClassAverageMetric::state() const {
  StateMap state = {{"updated", integer_state(empty_ ? 0 : 1)}};
  if (!empty_) state["counts"] = matrix_.counts();
  return state;
}

void ClassAverageMetric::load_state(const StateMap& state) {
  reset();
  if (state_integer(state, "updated") == 0) return;
  matrix_.load(state_tensor(state, "counts"));
  empty_ = false;
}

}  // namespace gradus::metrics
