/// The losses that the kernels know, by the names that the trainer gives them.
#pragma once
#include "kernels/kernels.h"

#include <optional>
#include <string_view>

namespace gradus::engine {

inline std::optional<LossKind> loss_kind(std::string_view name) {
  if (name == "cross_entropy") return LossKind::kCrossEntropy;
  if (name == "bce") return LossKind::kBinaryCrossEntropy;
  if (name == "mse") return LossKind::kMeanSquaredError;
  if (name == "hinge") return LossKind::kHinge;
  if (name == "perceptron") return LossKind::kPerceptron;
  return std::nullopt;
}

}  // namespace gradus::engine
