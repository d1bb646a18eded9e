/// One number that corrects a classifier's confidence without changing its decisions.
#pragma once
#include <torch/types.h>

namespace gradus::metrics {

/// Bounds of a fitted temperature.
inline constexpr double kMinTemperature = 0.01,
                        kMaxTemperature = 100;  ///< at most this

/// The temperature T for which the softmax (for [N, 1] the sigmoid) of `logits` / T has the lowest
/// log loss on `labels` [N] int64: temperature scaling of Guo et al. (2017). Dividing by a positive
/// number keeps every argmax. To be fitted on examples that neither trained the model nor judge it.
/// Computed in float64 on the CPU. Where no finite T is best (all examples right, or the guesses
/// worse than even ones) it is the nearer of the bounds above. Throws `std::invalid_argument` for
/// other shapes and for no examples.
double fit_temperature(const torch::Tensor& logits, const torch::Tensor& labels);

}  // namespace gradus::metrics
