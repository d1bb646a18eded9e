#include "gnuplot.h"

#include "gradus/core/error.h"
#include "gradus/core/process.h"
#include "gradus/report/figure.h"
#include "gradus/report/text_width.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

namespace gradus::report {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMissing =
    "gnuplot is not installed, so no figures are drawn: install it (Debian: gnuplot-nox)";

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

bool chinese_font_available() {
  const ScratchFolder scratch(fs::temp_directory_path());
  constexpr const char* kFonts = "fonts.txt";
  const int status = run_process(
      {.command = {"fc-list", ":lang=zh", "family"}, .folder = scratch.path(), .output = kFonts});
  return status != 0 || fs::file_size(scratch.path() / kFonts) > 0;
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
  // -d: the user's own gnuplot settings must not change our figures.
  const int status = run_process(
      {.command = {"gnuplot", "-d", script.string()}, .folder = folder, .errors = kErrors});
  if (status == kProgramNotFound) throw RunError("{}", kMissing);
  if (status != 0) throw RunError("gnuplot failed: {}", message_in(folder / kErrors));
}

}  // namespace gradus::report
