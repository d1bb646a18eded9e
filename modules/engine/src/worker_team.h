/// Threads that compute one step together.
#pragma once
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace gradus::engine {

/// Multiply-adds of a step's forward pass below which a second worker costs more than it saves: on
/// two cores with AVX-512 and MKL, 128 rows of 2-128-128-2 (2.1 million) took 0.82 of the time with
/// it, 128 rows of 2-64-64-2 (0.6 million) 1.08.
inline constexpr int64_t kOneWorkerBelow = 2'000'000;

/// A step is too short for threads that are started for it, and too long for threads that spin
/// through it: spinning threads take the processor from whoever else needs it, and a step that
/// waits for the one that lost it takes twice as long. So the workers here wait a moment in a loop,
/// in which nearly every wait ends, and then sleep.
///
/// LibTorch's own threads rest meanwhile: every worker calls it with one thread.
class WorkerTeam {
 public:
  /// `size` workers, the caller being one of them.
  explicit WorkerTeam(int size);
  ~WorkerTeam();
  WorkerTeam(const WorkerTeam&) = delete;
  WorkerTeam& operator=(const WorkerTeam&) = delete;

  int size() const { return size_; }

  /// Calls `task(worker)` on each worker, from 0, and returns when all have ended. `task` must not
  /// throw.
  template <typename Task>
  void run(Task&& task) {
    call_ = [](void* object, int worker) {
      (*static_cast<std::remove_reference_t<Task>*>(object))(worker);
    };
    object_ = &task;
    begin();
    task(0);
    barrier();
  }

  /// Inside `run`: waits until every worker has come here. What one wrote before, all see after.
  void barrier();

 private:
  void begin();
  void work(int worker);
  static void wait_for_change(const std::atomic<uint32_t>& value, uint32_t from);

  int size_;
  std::vector<std::thread> threads_;
  void (*call_)(void*, int) = nullptr;
  void* object_ = nullptr;
  // On cache lines of their own: each is written by one worker while others read.
  alignas(64) std::atomic<uint32_t> task_number_{0};
  alignas(64) std::atomic<uint32_t> barrier_number_{0};
  alignas(64) std::atomic<int> arrived_{0};
  std::atomic<bool> ending_{false};
};

}  // namespace gradus::engine
