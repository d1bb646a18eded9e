/// Reasons that more than one engine gives.
#pragma once
#include "gradus/engine/batch_transform.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gradus::engine {

inline std::string changed_batches(const BatchTransforms& transforms) {
  std::vector<std::string> names;
  for (const auto& transform : transforms) names.push_back(transform->name());
  return fmt::format("batches are changed by {}", fmt::join(names, ", "));
}

}  // namespace gradus::engine
