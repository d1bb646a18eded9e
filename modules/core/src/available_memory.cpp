#include "gradus/core/available_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace gradus {
namespace {

/// The number in the first line of `file` that starts with `key`; the largest where there is none.
uint64_t number_in(const char* file, const std::string& key) {
  std::ifstream stream(file);
  std::string word;
  uint64_t value = 0;
  while (stream >> word) {
    if (word == key && stream >> value) return value;
  }
  return std::numeric_limits<uint64_t>::max();
}

}  // namespace

uint64_t available_memory() {
  constexpr auto kNone = std::numeric_limits<uint64_t>::max();
  auto available =
      static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  const auto free_kib = number_in("/proc/meminfo", "MemAvailable:");
  if (free_kib != kNone) available = std::min(available, free_kib * 1024);
  uint64_t group = 0;
  if (std::ifstream("/sys/fs/cgroup/memory.max") >> group) available = std::min(available, group);
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    available = std::min<uint64_t>(available, limit.rlim_cur);
  }
  return available;
}

}  // namespace gradus
