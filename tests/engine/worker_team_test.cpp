#include "worker_team.h"

#include <ATen/Parallel.h>

#include <chrono>
#include <numeric>

#include "catch.h"

using gradus::engine::WorkerTeam;

TEST_CASE("Every worker of a team is called once a run") {
  for (int size = 1; size <= 4; ++size) {
    WorkerTeam team(size);
    CHECK(team.size() == size);
    std::vector<int> calls(static_cast<size_t>(size));
    for (int run = 0; run < 2000; ++run) team.run([&](int w) { ++calls[static_cast<size_t>(w)]; });
    CHECK(calls == std::vector<int>(static_cast<size_t>(size), 2000));
  }
}

TEST_CASE("After a barrier all see what each wrote before it") {
  for (int size = 1; size <= 4; ++size) {
    WorkerTeam team(size);
    const auto count = static_cast<size_t>(size);
    std::vector<int> values(count), sums(count);
    bool all_right = true;
    for (int run = 0; run < 500; ++run) {
      team.run([&](int worker) {
        const auto w = static_cast<size_t>(worker);
        for (int round = 0; round < 4; ++round) {
          values[w] = run + round + worker;
          team.barrier();
          sums[w] = std::accumulate(values.begin(), values.end(), 0);
          team.barrier();
        }
      });
      const int last = size * (run + 3) + size * (size - 1) / 2;
      for (const int sum : sums) all_right &= sum == last;
    }
    CHECK(all_right);
  }
}

TEST_CASE("Workers that have fallen asleep wake up, in a barrier too") {
  using namespace std::chrono_literals;
  WorkerTeam team(3);
  std::vector<int> order;
  for (int run = 0; run < 3; ++run) {
    std::this_thread::sleep_for(10ms);
    team.run([&](int worker) {
      if (worker == 1) {
        std::this_thread::sleep_for(10ms);
        order.push_back(1);
      }
      team.barrier();
      if (worker == 2) order.push_back(2);
    });
  }
  CHECK(order == std::vector<int>{1, 2, 1, 2, 1, 2});
}

TEST_CASE("A team ends whether its workers are asleep, awake or were never asked") {
  using namespace std::chrono_literals;
  for (int size = 1; size <= 4; ++size) {
    {
      const WorkerTeam never_asked(size);
    }
    {
      WorkerTeam awake(size);
      awake.run([](int) {});
    }
    WorkerTeam asleep(size);
    asleep.run([](int) {});
    std::this_thread::sleep_for(5ms);
  }
  SUCCEED("all destructors returned");
}

TEST_CASE("A team leaves the caller's threads as they were, and its workers have one each") {
  const int before = at::get_num_threads();
  {
    at::set_num_threads(2);
    WorkerTeam team(3);
    CHECK(at::get_num_threads() == 2);
    std::vector<int> threads(3);
    team.run([&](int worker) { threads[static_cast<size_t>(worker)] = at::get_num_threads(); });
    CHECK(threads[1] == 1);
    CHECK(threads[2] == 1);
    CHECK(at::get_num_threads() == 2);
    // Threads yet to come begin with the caller's number.
    int later = 0;
    std::thread([&] { later = at::get_num_threads(); }).join();
    CHECK(later == 2);
  }
  at::set_num_threads(before);
}
