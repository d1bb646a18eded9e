#include "worker_team.h"

#include <ATen/Parallel.h>

namespace gradus::engine {
namespace {

/// About 20 to 40 microseconds, longer than nearly all waits within a step.
constexpr int kSpins = 1000;

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

}  // namespace

WorkerTeam::WorkerTeam(int size) : size_(size) {
  const int threads = at::get_num_threads();
  for (int worker = 1; worker < size; ++worker)
    threads_.emplace_back([this, worker] { work(worker); });
  // A worker sets its own number of threads and with it what threads yet to come begin with.
  if (size > 1) {
    run([](int) {});
    at::set_num_threads(threads);
  }
}

WorkerTeam::~WorkerTeam() {
  ending_.store(true);
  begin();
  for (auto& thread : threads_) thread.join();
}

void WorkerTeam::begin() {
  if (size_ == 1) return;
  task_number_.fetch_add(1, std::memory_order_release);
  task_number_.notify_all();
}

void WorkerTeam::work(int worker) {
  // A thread's first question to LibTorch gives it everybody's number of threads.
  at::get_num_threads();
  at::set_num_threads(1);
  uint32_t done = 0;
  while (true) {
    wait_for_change(task_number_, done);
    ++done;
    if (ending_.load()) return;
    call_(object_, worker);
    barrier();
  }
}

void WorkerTeam::barrier() {
  if (size_ == 1) return;
  const uint32_t number = barrier_number_.load(std::memory_order_acquire);
  if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 < size_)
    return wait_for_change(barrier_number_, number);
  arrived_.store(0, std::memory_order_relaxed);
  barrier_number_.fetch_add(1, std::memory_order_release);
  barrier_number_.notify_all();
}

void WorkerTeam::wait_for_change(const std::atomic<uint32_t>& value, uint32_t from) {
  for (int spin = 0; spin < kSpins; ++spin) {
    if (value.load(std::memory_order_acquire) != from) return;
    relax();
  }
  value.wait(from, std::memory_order_acquire);
}

}  // namespace gradus::engine
