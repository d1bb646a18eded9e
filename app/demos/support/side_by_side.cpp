#include "side_by_side.h"

#include "gradus/core/side_by_side.h"
#include "gradus/core/threads.h"

namespace gradus::demos {
namespace {

thread_local bool side_by_side_thread = false;

struct SideBySide {
  SideBySide() { side_by_side_thread = true; }
  ~SideBySide() { side_by_side_thread = false; }
};

}  // namespace

std::mutex& generator_mutex() {
  static std::mutex mutex;
  return mutex;
}

bool is_side_by_side() {
  return side_by_side_thread;
}

void run_side_by_side(int64_t count, const Setup& setup, Draws draws,
                      const std::function<void(int64_t)>& work) {
  const bool several = setup.device.is_cpu() && draws == Draws::kNo;
  gradus::run_side_by_side(count, several ? available_processors() : 1, [&](int64_t i) {
    const SideBySide guard;
    work(i);
  });
}

}  // namespace gradus::demos
