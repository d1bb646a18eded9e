#include "gradus/training/mixup.h"

#include "draws.h"
#include "gradus/core/error.h"

namespace gradus::training {
namespace {

torch::Tensor probabilities(const torch::Tensor& classes, int64_t outputs,
                            const torch::TensorOptions& options) {
  const auto column = classes.unsqueeze(1);
  if (outputs == 1) return column.to(options);
  return torch::zeros({classes.size(0), outputs}, options).scatter_(1, column, 1);
}

}  // namespace

Mixup::Mixup(double alpha, int64_t outputs, uint64_t seed)
    : alpha_(alpha), outputs_(outputs), seed_(seed) {
  // Written so that nan fails as well.
  if (!(alpha >= kMinAlpha && alpha <= kMaxAlpha))
    throw UsageError("mixup alpha = {}: expected {} to {}", alpha, kMinAlpha, kMaxAlpha);
  if (outputs < 1) throw UsageError("mixup of {} outputs: expected at least 1", outputs);
}

void Mixup::apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch, int64_t step) {
  Draws draws(seed_, DrawnBy::kMixup, epoch, step, inputs.device());
  const double others = 1 - draws.beta(alpha_);
  const auto partners = draws.permutation(inputs.size(0));
  if (targets.scalar_type() == torch::kInt64)
    targets = probabilities(targets, outputs_, inputs.options().requires_grad(false));
  inputs = inputs.lerp(inputs.index_select(0, partners), others);
  targets = targets.lerp(targets.index_select(0, partners), others);
}

}  // namespace gradus::training
