#include "child_process.h"

#include "gradus/core/error.h"
#include "gradus/core/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>

extern char** environ;

namespace gradus::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// The two ends of a pipe, neither of which a child inherits by accident.
struct Pipe {
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw RunError("no pipe: {}", std::strerror(errno));
  }
  ~Pipe() {
    ::close(ends[0]);
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  int ends[2] = {-1, -1};
};

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reads what comes until `end`; false when the time was over first.
bool read_until(int descriptor, Clock::time_point end, std::string& text) {
  constexpr size_t kKept = 1 << 16;
  char buffer[4096];
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd wanted{descriptor, POLLIN, 0};
    if (left.count() <= 0) return false;
    const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;  // a read could block for ever
    const auto count = ::read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    if (text.size() < kKept) text.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, int output, int errors) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  auto words = command;
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failure =
      ::posix_spawnp(&id_, arguments.front(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure == 0) return;
  id_ = 0;
  if (failure != ENOENT) {
    throw RunError("cannot start {}: {}", command.front(), std::strerror(failure));
  }
  exit_code_ = kProgramNotFound;
}

ChildProcess::~ChildProcess() {
  if (exit_code()) return;
  send(SIGKILL);
  ::waitpid(id_, nullptr, 0);
}

std::optional<int> ChildProcess::exit_code() {
  int status = 0;
  if (id_ != 0 && ::waitpid(id_, &status, WNOHANG) == id_) {
    exit_code_ = code_of(status);
    id_ = 0;
  }
  return exit_code_;
}

void ChildProcess::send(int signal) {
  if (id_ != 0) ::kill(id_, signal);
}

CommandOutput run_for(const std::vector<std::string>& command, double seconds) {
  Pipe pipe;
  ChildProcess child(command, pipe.ends[1], pipe.ends[1]);
  pipe.close_writer();
  CommandOutput result;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(seconds));
  result.timed_out = !read_until(pipe.ends[0], end, result.text);
  while (!child.exit_code() && Clock::now() < end) ::usleep(1000);
  const auto code = child.exit_code();
  result.timed_out = result.timed_out || !code;
  result.exit_code = code.value_or(-1);
  return result;
}

std::string own_program() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) throw RunError("cannot tell this program's own file: {}", error.message());
  return path.string();
}

}  // namespace gradus::cli
