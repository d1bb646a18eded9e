#include "gradus/core/side_by_side.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.h"

using gradus::run_side_by_side;

TEST_CASE("Every piece of work is done once, by as many threads as asked for") {
  for (const int64_t workers : {1, 2, 3}) {
    std::vector<std::atomic<int>> done(20);
    std::atomic<int64_t> begun = 0;
    std::mutex mutex;
    std::set<std::thread::id> threads;
    run_side_by_side(20, workers, [&](int64_t i) {
      {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
      }
      // The first pieces wait until every worker has one.
      ++begun;
      while (begun < workers) std::this_thread::yield();
      ++done[static_cast<size_t>(i)];
    });
    CHECK(std::ssize(threads) == workers);
    for (const auto& times : done) CHECK(times == 1);
  }
}

TEST_CASE("Side by side, LibTorch computes on one thread, and on as many as before afterwards") {
  const int before = at::get_num_threads();
  at::set_num_threads(3);
  std::atomic<int> most = 0;
  run_side_by_side(4, 2, [&](int64_t) { most = std::max<int>(most, at::get_num_threads()); });
  CHECK(most == 1);
  CHECK(at::get_num_threads() == 3);
  int in_a_new_thread = 0;
  std::thread([&] { in_a_new_thread = at::get_num_threads(); }).join();
  CHECK(in_a_new_thread == 3);
  at::set_num_threads(before);
}

TEST_CASE("The first piece that throws is heard of, and nothing is begun after it") {
  for (const int64_t workers : {1, 2}) {
    std::atomic<int64_t> begun = 0;
    const auto work = [&](int64_t i) {
      ++begun;
      if (i == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
      throw std::runtime_error("piece " + std::to_string(i));
    };
    CHECK_THROWS_WITH(run_side_by_side(100, workers, work), "piece 0");
    CHECK(begun <= workers);
  }
}
