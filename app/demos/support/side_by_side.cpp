#include "side_by_side.h"

#include "gradus/core/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

namespace gradus::demos {
namespace {

thread_local bool side_by_side_thread = false;

}  // namespace

std::mutex& generator_mutex() {
  static std::mutex mutex;
  return mutex;
}

bool is_side_by_side() {
  return side_by_side_thread;
}

void run_side_by_side(int64_t count, const Setup& setup, Draws draws,
                      const std::function<void(int64_t)>& work) {
  const bool several = setup.device.is_cpu() && draws == Draws::kNo;
  const int64_t workers = several ? std::min<int64_t>(count, available_processors()) : 1;
  std::atomic<int64_t> next = 0;
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto run = [&] {
    side_by_side_thread = true;
    set_threads(1);
    for (int64_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(error_mutex);
        if (!error) error = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < workers; ++i) threads.emplace_back(run);
  for (auto& thread : threads) thread.join();
  set_threads(available_processors());
  if (error) std::rethrow_exception(error);
}

}  // namespace gradus::demos
