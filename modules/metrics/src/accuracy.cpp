#include "gradus/metrics/accuracy.h"

#include <limits>

namespace gradus::metrics {

void MeanMetric::reset() {
  sum_ = torch::Tensor();
  count_ = 0;
}

void MeanMetric::add(const torch::Tensor& sum, int64_t count) {
  if (!sum_.defined()) {
    sum_ = sum;
  } else {
    // A sum that came from a checkpoint lies on the CPU at first.
    if (sum_.device() != sum.device()) sum_ = sum_.to(sum.device());
    sum_.add_(sum);
  }
  count_ += count;
}

double MeanMetric::value() const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  return sum_.item<double>() / static_cast<double>(count_);
}

StateMap MeanMetric::state() const {
  StateMap state = {{"count", integer_state(count_)}};
  if (sum_.defined()) state["sum"] = sum_.clone();
  return state;
}

void MeanMetric::load_state(const StateMap& state) {
  reset();
  if (state_integer(state, "count") == 0) return;
  sum_ = state_tensor(state, "sum").clone();
  count_ = state_integer(state, "count");
}

void Accuracy::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  add(predicted_classes(outputs).eq(targets).sum(), targets.size(0));
}

void TopKAccuracy::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto best = std::get<1>(outputs.topk(k_, 1));
  add(best.eq(targets.unsqueeze(1)).sum(), targets.size(0));
}

}  // namespace gradus::metrics
