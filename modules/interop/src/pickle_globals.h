/// The names of Python's that a pickle of tensors may use.
#pragma once
#include "pickle_value.h"

#include <string_view>

namespace gradus::interop {

/// What `module.name` stands for. Throws `CheckpointError` for all others; `key` is the text before
/// it in the pickle, most often the tensor's name.
PickleValue pickle_global(std::string_view module, std::string_view name, std::string_view key);

}  // namespace gradus::interop
