/// Where a tensor of a state dict lies, and as what.
#pragma once
#include "pickle_value.h"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::interop {

/// A view of a record `data/…`, which holds `count` values of `type`.
struct TensorRecord {
  std::string name;    ///< the tensor's
  std::string record;  ///< with `data/`
  torch::ScalarType type;
  int64_t count;
  int64_t offset;  ///< of the first value, counted in values
  std::vector<int64_t> sizes, strides;
  int64_t numel;  ///< the product of `sizes`
};

/// What the pickle says of `tensor`, none of whose values lies outside its record. Throws
/// `CheckpointError` for sizes and strides that are none, and for types that gradus has not.
TensorRecord tensor_record(const std::string& name, const PickleNode& tensor);

/// Throws `CheckpointError` for a type that such a file of gradus cannot have.
void check_state_type(const std::string& name, torch::ScalarType type);

}  // namespace gradus::interop
