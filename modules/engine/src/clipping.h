/// What a gradient rule asks for between backward and the optimizer, in LibTorch's operations.
#pragma once
#include "accumulation.h"
#include "gradus/engine/step_engine.h"

namespace gradus::engine {

/// Makes the mean of an accumulation's sum, then clips: by the norm of all gradients together, as
/// `torch::nn::utils::clip_grad_norm_` does, then by value. Waits for no device.
void finish_gradients(FlatParameters& parameters, const GradientRule& rule,
                      const Accumulation& place);

/// Added to a norm that is divided by; PyTorch's.
inline constexpr double kNormEpsilon = 1e-6;

/// What gradients of 2-norm `norm` are multiplied with. Not a number stays not a number.
inline double clip_factor(double norm, double limit) {
  const double factor = limit / (norm + kNormEpsilon);
  return factor > 1 ? 1 : factor;
}

/// Throws `UsageError` for numbers out of range.
void check_rule(const GradientRule& rule);

}  // namespace gradus::engine
