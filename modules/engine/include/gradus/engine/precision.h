/// The type that matrix products are computed in.
#pragma once
#include <string>
#include <vector>

namespace gradus::engine {

/// What the steps compute in. The trainer converts the model where that asks for it.
enum class Precision {
  kFloat32,  ///< everything in float32
  /// Factors rounded to 8 bits of mantissa, sums in float32. Weights, gradients and the optimizer's
  /// state stay in float32, since most updates are smaller than a bfloat16 weight can show.
  kBFloat16,
  /// Weights, gradients, state and all products in float64.
  kFloat64,
};

/// "float32", "bfloat16", "float64". Throws `UsageError` for others, nearest first.
Precision parse_precision(const std::string& name);
/// What `parse_precision` accepts.
std::vector<std::string> precision_names();
/// The name of one.
const std::string& precision_name(Precision precision);

}  // namespace gradus::engine
