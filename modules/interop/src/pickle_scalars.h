/// The values of a pickle that stand for themselves.
#pragma once
#include "byte_cursor.h"
#include "pickle_opcodes.h"
#include "pickle_value.h"

#include <optional>

namespace gradus::interop {

/// The number, truth, text or None that `op` announces; nothing for other opcodes.
std::optional<PickleValue> pickle_scalar(PickleOpcode op, ByteCursor& bytes);

}  // namespace gradus::interop
