// Checks that the models' constructors and factories share.
#pragma once
#include "gradus/core/error.h"
#include "gradus/models/registry.h"

#include <cstdint>
#include <string_view>

namespace gradus::models {

/// Throws `UsageError` when `value` is below `least`.
inline void check_at_least(std::string_view name, int64_t value, int64_t least) {
  if (value < least) throw UsageError("{} = {}: expected at least {}", name, value, least);
}

/// Throws `UsageError` that names softmax regression when there are more classes than two.
inline void check_two_classes(std::string_view model, ModelShape shape) {
  if (shape.out_features != 2) {
    throw UsageError(
        "model '{}' separates 2 classes, the data asks for {} outputs: use softmax or mlp", model,
        shape.out_features);
  }
}

}  // namespace gradus::models
