/// How many threads a training uses.
#pragma once
#include <cstdint>

namespace gradus {

/// Multiply-adds of a step's forward pass below which LibTorch computes fastest on one thread.
/// app/bench/threads_bench.cpp measures the crossing: on two cores with AVX-512 it lay between 4
/// and 17 million.
inline constexpr int64_t kOneThreadBelow = 8'000'000;

/// The fastest number of threads for steps of about `multiply_adds_per_step` multiply-adds (batch
/// size × weights): one for work so small that handing it to a second thread costs more than it
/// saves, all processors available to this process otherwise.
int choose_threads(int64_t multiply_adds_per_step, int64_t one_thread_below = kOneThreadBelow);

/// Sets LibTorch's intra-op threads. Throws `UsageError` unless 1 <= threads <= 1024.
void set_threads(int64_t threads);

/// Sets them for its own life, and then back to what they were.
class ThreadsGuard {
 public:
  /// As `set_threads`.
  explicit ThreadsGuard(int64_t threads);
  ~ThreadsGuard();
  ThreadsGuard(const ThreadsGuard&) = delete;
  ThreadsGuard& operator=(const ThreadsGuard&) = delete;

 private:
  int before_;
};

/// Processors that this process may run on (its affinity mask), at least 1.
int available_processors();

}  // namespace gradus
