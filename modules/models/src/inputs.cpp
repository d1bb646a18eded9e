#include "gradus/models/inputs.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

namespace gradus::models {

torch::Tensor flatten_inputs(const torch::Tensor& inputs, int64_t features) {
  const bool has_rows = inputs.dim() >= 2;
  const auto rows = !has_rows || inputs.dim() == 2 ? inputs : inputs.flatten(1);
  if (!has_rows || rows.size(1) != features) {
    throw DataError(
        "inputs of shape [{}] do not fit a model of {} input features: expected [N, {}]",
        fmt::join(inputs.sizes().vec(), ", "), features, features);
  }
  return rows;
}

}  // namespace gradus::models
