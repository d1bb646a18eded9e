#include "clipping.h"

#include "gradus/core/error.h"

#include <torch/utils.h>

#include <cmath>

namespace gradus::engine {
namespace {

/// On the device.
torch::Tensor clip_factor(const std::vector<torch::Tensor>& flats, double limit) {
  std::vector<torch::Tensor> norms;
  for (const auto& flat : flats)
    norms.push_back(at::linalg_vector_norm(flat.grad()).to(flats.front().scalar_type()));
  const auto norm = norms.size() == 1 ? norms.front() : at::linalg_vector_norm(torch::stack(norms));
  return (limit / (norm + kNormEpsilon)).clamp_max(1);
}

void check_limit(const char* name, double limit) {
  if (std::isfinite(limit) && limit >= 0) return;
  throw UsageError("{} = {}: expected a finite number greater than 0, or 0 for none", name, limit);
}

}  // namespace

void finish_gradients(FlatParameters& parameters, const GradientRule& rule,
                      const Accumulation& place) {
  const torch::NoGradGuard no_gradient;
  const auto flats = parameters.flats();
  if (place.total_weight != 1)
    for (const auto& flat : flats) flat.grad().mul_(1 / place.total_weight);
  if (rule.clip_norm > 0) {
    const auto factor = clip_factor(flats, rule.clip_norm);
    for (const auto& flat : flats) flat.grad().mul_(factor);
  }
  if (rule.clip_value > 0)
    for (const auto& flat : flats) flat.grad().clamp_(-rule.clip_value, rule.clip_value);
}

void check_rule(const GradientRule& rule) {
  if (rule.accumulate < 1) {
    throw UsageError("gradients accumulated over {} batches: expected 1 or more", rule.accumulate);
  }
  check_limit("clip norm", rule.clip_norm);
  check_limit("clip value", rule.clip_value);
}

}  // namespace gradus::engine
