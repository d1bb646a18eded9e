/// Independent trainings at the same time, one a processor, each with the result of running alone.
#pragma once
#include "demo.h"
#include "gradus/core/seed.h"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace gradus::demos {

/// LibTorch has one generator for all threads: who draws from it takes this first.
std::mutex& generator_mutex();

/// `make()` with LibTorch's generators at `seed`, undisturbed by other threads.
template <typename Make>
auto seeded(uint64_t seed, Make make) {
  const std::lock_guard lock(generator_mutex());
  seed_everything(seed);
  return make();
}

/// Whether the work draws from LibTorch's generator while it trains (dropout does). Such work runs
/// one at a time, or its numbers would depend on the others'.
enum class Draws { kNo, kYes };

/// Calls `work(0)` to `work(count - 1)`, each on one thread; the first exception ends it.
void run_side_by_side(int64_t count, const Setup& setup, Draws draws,
                      const std::function<void(int64_t)>& work);

/// True on a thread of `run_side_by_side`.
bool is_side_by_side();

/// The results in order.
template <typename Work>
auto side_by_side(int64_t count, const Setup& setup, Work work, Draws draws = Draws::kNo) {
  using Result = decltype(work(int64_t{}));
  std::vector<std::optional<Result>> slots(static_cast<size_t>(count));
  run_side_by_side(count, setup, draws,
                   [&](int64_t i) { slots[static_cast<size_t>(i)] = work(i); });
  std::vector<Result> results;
  for (auto& slot : slots) results.push_back(std::move(*slot));
  return results;
}

}  // namespace gradus::demos
