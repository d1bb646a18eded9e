#include "gradus/core/threads.h"

#include "gradus/core/error.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace gradus {
namespace {

constexpr int64_t kMaxThreads = 1024;

}  // namespace

int available_processors() {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int choose_threads(int64_t multiply_adds_per_step, int64_t one_thread_below) {
  return multiply_adds_per_step < one_thread_below ? 1 : available_processors();
}

void set_threads(int64_t threads) {
  if (threads < 1 || threads > kMaxThreads) {
    throw UsageError("threads = {}: expected 1 to {}", threads, kMaxThreads);
  }
  at::set_num_threads(static_cast<int>(threads));
}

ThreadsGuard::ThreadsGuard(int64_t threads) : before_(at::get_num_threads()) {
  set_threads(threads);
}

ThreadsGuard::~ThreadsGuard() {
  at::set_num_threads(before_);
}

}  // namespace gradus
