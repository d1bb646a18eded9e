/// How much memory a program can still take.
#pragma once
#include <cstdint>

namespace gradus {

/// Bytes that can be had now: the least of free memory (with what caches would give back), the
/// control group's limit and the process's own.
uint64_t available_memory();

}  // namespace gradus
