/// The tensors of a file, whichever of the formats that `gradus import` takes it has.
#pragma once
#include "gradus/interop/network.h"

#include <filesystem>
#include <map>
#include <string>

namespace gradus::interop {

/// What is in a file of tensors.
struct TensorFile {
  /// Those of a state dict in its own order; those of a safetensors file, which keeps none, by
  /// name, with numbers by their value (fc2 before fc10).
  NamedTensors tensors;
  bool in_order = false;  ///< the order is that in which the program that saved them made them
  std::map<std::string, std::string> metadata;  ///< of a safetensors file
};

/// Reads safetensors and what `torch.save` makes of a state dict, told apart by their first bytes;
/// `key` is `read_state_dict`'s. Throws `CheckpointError` for a path that is no regular file, a
/// file of another kind, without tensors, or broken.
TensorFile read_tensor_file(const std::filesystem::path& file, const std::string& key = "");

}  // namespace gradus::interop
