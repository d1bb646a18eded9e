#include "gradus/core/interrupt.h"

#include "gradus/core/error.h"

#include <unistd.h>

#include <csignal>

namespace gradus {
namespace {

volatile std::sig_atomic_t requested_signal = 0;

// SIGPIPE too: whoever read our progress is gone, which is no reason to lose the work.
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

extern "C" void remember_signal(int signal) {
  if (requested_signal != 0 && signal == SIGINT) _exit(static_cast<int>(ExitCode::kInterrupted));
  requested_signal = signal;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  requested_signal = 0;
  struct sigaction action {};
  action.sa_handler = remember_signal;  // without SA_RESTART: whoever waits wakes up
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

InterruptGuard::~InterruptGuard() {
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  requested_signal = 0;  // the next piece of work was not asked to stop
}

std::optional<int> interrupt_requested() {
  if (requested_signal == 0) return std::nullopt;
  return static_cast<int>(requested_signal);
}

}  // namespace gradus
