/// Which of a file's dictionaries is the state dict.
#pragma once
#include "pickle_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace gradus::interop {

/// A tensor of the pickle, and the text that it lies under.
struct PickledTensor {
  std::string name;
  const PickleNode* tensor;
};

/// The tensors of the only dictionary that holds some, or of the one that `key` names: dotted where
/// it is nested, `.` for the outermost. Dictionaries are looked for under texts alone, so that an
/// optimizer's state, which is kept under numbers, is none. Throws `CheckpointError`, with the
/// candidates.
std::vector<PickledTensor> tensor_dictionary(const PickleValue& root, const std::string& key);

}  // namespace gradus::interop
