#include "memory_check.h"

#include "gradus/core/available_memory.h"
#include "refuse.h"

namespace gradus::interop {

void require_memory(std::string_view whose, uint64_t bytes) {
  constexpr double kMiB = 1024.0 * 1024.0;
  const auto available = available_memory();
  if (bytes <= available) return;
  refuse("{} take {:.0f} MiB of memory, and {:.0f} MiB are available", whose,
         static_cast<double>(bytes) / kMiB, static_cast<double>(available) / kMiB);
}

}  // namespace gradus::interop
