#include "target_check.h"

#include "gradus/core/error.h"
#include "loss_kind.h"

#include <torch/utils.h>

namespace gradus::engine {

void check_class_range(int64_t low, int64_t high, int64_t outputs) {
  const int64_t count = std::max<int64_t>(outputs, 2);
  if (low >= 0 && high < count) return;
  throw DataError("class {} among the targets: expected 0 to {}", low < 0 ? low : high, count - 1);
}

void check_columns(const torch::Tensor& targets, int64_t outputs) {
  if (targets.dim() == 2 && targets.size(1) == outputs) return;
  throw DataError("{} target columns do not fit a model of {} outputs",
                  targets.dim() == 2 ? targets.size(1) : 1, outputs);
}

TargetCheck::TargetCheck(const std::string& loss_name) {
  const auto kind = loss_kind(loss_name);
  takes_values_ = kind == LossKind::kMeanSquaredError;
  takes_classes_ = kind && !takes_values_;
}

void TargetCheck::read(const torch::Tensor& targets) {
  if (targets_.defined() && targets_.is_same(targets)) return;
  targets_ = targets;
  if (!takes_classes_ || targets.scalar_type() != torch::kInt64 || targets.numel() == 0) return;
  const auto [low, high] = targets.aminmax();
  const auto range = torch::stack({low, high}).cpu();
  low_ = range[0].item<int64_t>();
  high_ = range[1].item<int64_t>();
}

void TargetCheck::compare(const torch::Tensor& outputs) const {
  if (!targets_.defined() || outputs.dim() != 2) return;
  if (takes_values_) return check_columns(targets_, outputs.size(1));
  if (takes_classes_ && targets_.scalar_type() == torch::kInt64)
    check_class_range(low_, high_, outputs.size(1));
}

}  // namespace gradus::engine
