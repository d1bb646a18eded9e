/// The first step of every model here: rows of numbers from whatever shape the data has.
#pragma once
#include <torch/types.h>

#include <cstdint>

namespace gradus::models {

/// `[N, …]` flattened from dimension 1 to `[N, features]` (a view where the memory allows one).
/// Throws `DataError` with both shapes when a row does not hold `features` numbers.
torch::Tensor flatten_inputs(const torch::Tensor& inputs, int64_t features);

}  // namespace gradus::models
