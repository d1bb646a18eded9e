#include "side_by_side.h"

#include "gradus/core/error.h"

#include <atomic>
#include <thread>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Results come back in order, whichever thread was first") {
  const auto squares = side_by_side(50, {}, [](int64_t i) {
    std::this_thread::sleep_for(std::chrono::microseconds((50 - i) * 20));
    return i * i;
  });
  REQUIRE(squares.size() == 50);
  for (int64_t i = 0; i < 50; ++i) CHECK(squares[static_cast<size_t>(i)] == i * i);
}

TEST_CASE("Seeded draws are those of the seed, whatever other threads draw") {
  const auto draw = [] { return torch::randn({100}); };
  const auto alone = seeded(7, draw);
  const auto many = side_by_side(
      40, {}, [&](int64_t i) { return seeded(static_cast<uint64_t>(i % 2 == 0 ? 7 : i), draw); });
  for (size_t i = 0; i < many.size(); i += 2) CHECK(torch::equal(many[i], alone));
}

TEST_CASE("Work that draws while it trains runs one at a time") {
  std::atomic<int> running = 0, most = 0;
  run_side_by_side(20, {}, Draws::kYes, [&](int64_t) {
    most = std::max(most.load(), ++running);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --running;
  });
  CHECK(most == 1);
}

TEST_CASE("The first error ends the work and is thrown on the caller's thread") {
  std::atomic<int> calls = 0;
  const auto work = [&](int64_t i) {
    ++calls;
    if (i == 3) throw DataError("row {}", i);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  CHECK_THROWS_MESSAGE(run_side_by_side(1000, {}, Draws::kNo, work), DataError, "row 3");
  CHECK(calls < 1000);
  CHECK_FALSE(is_side_by_side());
}
