#include "gradus/core/interrupt.h"

#include "gradus/core/error.h"

#include <unistd.h>

#include <csignal>
#include <iterator>

namespace gradus {
namespace {

volatile std::sig_atomic_t requested_signal = 0;

// SIGPIPE too: whoever read our progress is gone, which is no reason to lose the work.
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
struct sigaction before[std::size(kSignals)];  // one guard at a time

extern "C" void remember_signal(int signal) {
  if (requested_signal != 0 && signal == SIGINT) _exit(static_cast<int>(ExitCode::kInterrupted));
  requested_signal = signal;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  requested_signal = 0;
  struct sigaction action {};
  action.sa_handler = remember_signal;  // without SA_RESTART: whoever waits wakes up
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    ::sigaction(kSignals[i], nullptr, &before[i]);
    // Whoever started us with a signal ignored, as nohup does, meant us to ignore it.
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (size_t i = 0; i < std::size(kSignals); ++i) ::sigaction(kSignals[i], &before[i], nullptr);
  requested_signal = 0;  // the next piece of work was not asked to stop
}

std::optional<int> interrupt_requested() {
  if (requested_signal == 0) return std::nullopt;
  return static_cast<int>(requested_signal);
}

}  // namespace gradus
