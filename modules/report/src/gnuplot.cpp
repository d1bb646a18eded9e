#include "gnuplot.h"

#include "gradus/core/error.h"
#include "gradus/report/figure.h"
#include "gradus/report/text_width.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

extern char** environ;

namespace gradus::report {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMissing =
    "gnuplot is not installed, so no figures are drawn: install it (Debian: gnuplot-nox)";

// What the child process does before it becomes gnuplot.
class SpawnActions {
 public:
  SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void change_folder(const fs::path& folder) {
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  void open(int descriptor, const char* path, int flags) {
    ::posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, 0600);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw RunError("waiting for gnuplot: {}", std::strerror(errno));
  }
  return status;
}

// gnuplot's message, which is spread over lines with a caret, as one line.
std::string message_in(const fs::path& file) {
  constexpr size_t kMaxMessage = 300;
  std::ifstream errors(file);
  std::string text, word;
  while (errors >> word) text += (text.empty() ? "" : " ") + word;
  return shorten(printable(text), kMaxMessage, true);
}

}  // namespace

bool gnuplot_available() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code ignored;
    const fs::path program = fs::path(folder.empty() ? "." : folder) / "gnuplot";
    if (fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0) return true;
  }
  return false;
}

ScratchFolder::ScratchFolder(const fs::path& parent) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) throw RunError("cannot make the folder '{}': {}", parent.string(), error.message());
  std::string name = (parent / ".figure-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw RunError("cannot write figures to '{}': {}", parent.string(), std::strerror(errno));
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void run_gnuplot(const fs::path& folder, const fs::path& script) {
  constexpr const char* kErrors = "errors.txt";
  SpawnActions actions;
  actions.change_folder(folder);
  actions.open(0, "/dev/null", O_RDONLY);
  actions.open(1, "/dev/null", O_WRONLY);
  actions.open(2, kErrors, O_WRONLY | O_CREAT | O_TRUNC);
  // -d: the user's own gnuplot settings must not change our figures.
  std::string program = "gnuplot", option = "-d", file = script.string();
  char* arguments[] = {program.data(), option.data(), file.data(), nullptr};
  pid_t child = 0;
  const int failure =
      ::posix_spawnp(&child, program.c_str(), actions.get(), nullptr, arguments, environ);
  if (failure == ENOENT) throw RunError("{}", kMissing);
  if (failure != 0) throw RunError("cannot start gnuplot: {}", std::strerror(failure));
  const int status = wait_for(child);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw RunError("gnuplot failed: {}", message_in(folder / kErrors));
  }
}

}  // namespace gradus::report
