#include "gradus/core/process.h"

#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace gradus {
namespace fs = std::filesystem;
namespace {

/// What the child does before it becomes the program.
class SpawnActions {
 public:
  SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void change_folder(const fs::path& folder) {
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  void read_nothing() { open(STDIN_FILENO, "/dev/null", O_RDONLY); }
  void write_to(int descriptor, const fs::path& file) {
    open(descriptor, file.empty() ? "/dev/null" : file.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void open(int descriptor, const char* path, int flags) {
    ::posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, 0600);
  }

  posix_spawn_file_actions_t actions_;
};

int wait_for(pid_t child, const std::string& program) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw RunError("waiting for {}: {}", program, std::strerror(errno));
    if (interrupt_requested()) ::kill(child, SIGTERM);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

int run_process(const Process& process) {
  SpawnActions actions;
  actions.change_folder(process.folder);
  actions.read_nothing();
  actions.write_to(STDOUT_FILENO, process.output);
  actions.write_to(STDERR_FILENO, process.errors);
  auto words = process.command;
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failure =
      ::posix_spawnp(&child, arguments.front(), actions.get(), nullptr, arguments.data(), environ);
  if (failure == ENOENT) return kProgramNotFound;
  if (failure != 0) throw RunError("cannot start {}: {}", words.front(), std::strerror(failure));
  return wait_for(child, words.front());
}

}  // namespace gradus
