/// A program that runs beside this one, and what a short one said.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

class ChildProcess {
 public:
  /// Starts `command` (its program looked up in PATH) without input; its output and errors go to
  /// these file descriptors. Throws `RunError`; a program that is not there is an exit with 127.
  ChildProcess(const std::vector<std::string>& command, int output, int errors);
  /// Ends it at once if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The exit code (128 + N where signal N ended it) once it has ended.
  std::optional<int> exit_code();
  void send(int signal);

 private:
  pid_t id_ = 0;  // 0 once it has been waited for
  std::optional<int> exit_code_;
};

struct CommandOutput {
  int exit_code = 0;
  bool timed_out = false;
  std::string text;  ///< its first 64 kB
};

/// Runs a command for at most so many seconds, its errors among its output.
CommandOutput run_for(const std::vector<std::string>& command, double seconds);

/// This program's own file, to start it again.
std::string own_program();

}  // namespace gradus::cli
