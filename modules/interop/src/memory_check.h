// What a file would take of memory, before it is taken.
#pragma once
#include <cstdint>
#include <string_view>

namespace gradus::interop {

/// Throws `CheckpointError` with both sizes where `bytes` are more than is available. `whose`
/// begins the message: `its tensors`.
void require_memory(std::string_view whose, uint64_t bytes);

}  // namespace gradus::interop
