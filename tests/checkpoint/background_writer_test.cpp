#include "gradus/checkpoint/background_writer.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "catch.h"

using gradus::checkpoint::BackgroundWriter;

TEST_CASE("Pieces are done in order, on another thread") {
  std::vector<int> done;
  const auto here = std::this_thread::get_id();
  {
    BackgroundWriter writer;
    for (int i = 0; i < 100; ++i) {
      writer.submit([&done, i, here] {
        if (std::this_thread::get_id() != here) done.push_back(i);
      });
    }
    writer.finish();
    CHECK_FALSE(writer.is_busy());
  }
  REQUIRE(done.size() == 100);
  for (int i = 0; i < 100; ++i) CHECK(done[static_cast<size_t>(i)] == i);
}

TEST_CASE("What a piece throws comes out at the next call, once") {
  BackgroundWriter writer;
  writer.submit([] { throw std::runtime_error("disk full"); });
  CHECK_THROWS_WITH(writer.finish(), "disk full");
  writer.finish();
  writer.submit([] { throw std::runtime_error("again"); });
  CHECK_THROWS_WITH(writer.submit([] {}), "again");
}

TEST_CASE("The work that was given is done before the writer goes") {
  std::atomic<bool> done = false;
  {
    BackgroundWriter writer;
    writer.submit([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      done = true;
    });
  }
  CHECK(done);
}
