/// Independent pieces of work on several threads.
#pragma once
#include <cstdint>
#include <functional>

namespace gradus {

/// Calls `work(0)` to `work(count - 1)`, handed out in this order, on `workers` threads, of which
/// the caller's is one; LibTorch computes each on one thread. After an exception no work is begun
/// any more, and the one of the first piece that threw is thrown: what the caller would have seen
/// from one piece after the other.
void run_side_by_side(int64_t count, int64_t workers, const std::function<void(int64_t)>& work);

}  // namespace gradus
