/// Ctrl-C and SIGTERM as a request that the work stops at the next safe point.
#pragma once
#include <optional>

namespace gradus {

/// While an object lives, the first SIGINT, SIGTERM, SIGHUP or SIGPIPE is only remembered; a second
/// SIGINT ends the process at once with exit code 130. One object at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// The signal that asked to stop, if one came while the guard lives.
std::optional<int> interrupt_requested();

}  // namespace gradus
