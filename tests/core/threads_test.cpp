#include "gradus/core/threads.h"

#include "gradus/core/error.h"

#include <ATen/Parallel.h>

#include "catch.h"

TEST_CASE("Tiny work gets one thread, large work all processors") {
  CHECK(gradus::choose_threads(32 * 100) == 1);
  CHECK(gradus::choose_threads(128 * 235'000) == gradus::available_processors());
}

TEST_CASE("A number of threads out of range is refused") {
  CHECK_THROWS_MESSAGE(gradus::set_threads(0), gradus::UsageError, "threads = 0: expected 1 to");
  const int before = at::get_num_threads();
  gradus::set_threads(1);
  CHECK(at::get_num_threads() == 1);
  gradus::set_threads(before);
}
