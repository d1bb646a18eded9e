#include "gradus/core/side_by_side.h"

#include "gradus/core/threads.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace gradus {
namespace {

class Pieces {
 public:
  Pieces(int64_t count, const std::function<void(int64_t)>& work) : count_(count), work_(work) {}

  void take() {
    // A thread's first question to LibTorch gives it everybody's number of threads.
    at::get_num_threads();
    const ThreadsGuard one_thread(1);
    for (int64_t i = next_++; i < count_; i = next_++) {
      try {
        work_(i);
      } catch (...) {
        fail(i, std::current_exception());
      }
    }
  }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void fail(int64_t piece, std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    next_ = count_;
    if (piece > failed_) return;
    failed_ = piece;
    error_ = std::move(error);
  }

  const int64_t count_;
  const std::function<void(int64_t)>& work_;
  std::atomic<int64_t> next_ = 0;
  std::mutex mutex_;
  int64_t failed_ = count_;
  std::exception_ptr error_;
};

}  // namespace

void run_side_by_side(int64_t count, int64_t workers, const std::function<void(int64_t)>& work) {
  const int threads_before = at::get_num_threads();
  Pieces pieces(count, work);
  std::vector<std::thread> threads;
  for (int64_t i = 1; i < std::min(count, workers); ++i)
    threads.emplace_back([&] { pieces.take(); });
  pieces.take();
  for (auto& thread : threads) thread.join();
  // The threads set what LibTorch's threads yet to come begin with.
  at::set_num_threads(threads_before);
  pieces.rethrow();
}

}  // namespace gradus
