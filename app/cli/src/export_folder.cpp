#include "export_folder.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/interop/python_program.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

/// What exports of all formats hold, and what Python leaves beside a program that was imported.
std::set<std::string> known_names() {
  std::set<std::string> names = {"predict.py", "__pycache__"};
  for (const auto& name : interop::format_names()) {
    const auto format = interop::parse_format(name);
    names.insert(interop::file_name(format));
    if (const auto file = interop::standardization_file_name(format)) names.insert(*file);
  }
  return names;
}

/// Folders made on the way to one, which go again unless they are kept.
class NewFolders {
 public:
  explicit NewFolders(const fs::path& path) {
    std::error_code error;
    for (auto folder = path; !folder.empty() && !fs::exists(folder, error);
         folder = folder.parent_path())
      made_.push_back(folder);
    fs::create_directories(path, error);
    if (!error) return;
    remove();
    throw RunError("cannot make the folder '{}': {}", path.string(), error.message());
  }
  NewFolders(const NewFolders&) = delete;
  NewFolders& operator=(const NewFolders&) = delete;
  ~NewFolders() { remove(); }

  void keep() { made_.clear(); }

 private:
  /// Innermost first; one that somebody else put a file into stays.
  void remove() const {
    std::error_code error;
    for (const auto& folder : made_) fs::remove(folder, error);
  }

  std::vector<fs::path> made_;
};

/// What a killed export left beside `target`, half-written.
void remove_leftovers_of(const fs::path& target) {
  const auto start = "." + target.filename().string() + ".";
  std::error_code error;  // what cannot be removed harms nobody
  for (const auto& entry : fs::directory_iterator(target.parent_path(), error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(start) || !(name.ends_with("-new") || name.ends_with("-old"))) continue;
    pid_t process = 0;
    const auto* const digits = name.data() + start.size();
    const auto read = std::from_chars(digits, name.data() + name.size() - 4, process);
    const bool is_number = read.ec == std::errc() && read.ptr == name.data() + name.size() - 4;
    if (is_number && process > 0 && ::kill(process, 0) != 0 && errno == ESRCH)
      fs::remove_all(entry.path(), error);
  }
}

/// A class that the user wrote into it is not lost.
void check_program(const fs::path& folder) {
  const auto program = folder / "predict.py";
  std::error_code error;
  if (!fs::exists(fs::symlink_status(program, error))) return;
  std::ostringstream text;
  if (fs::is_regular_file(program, error)) text << std::ifstream(program).rdbuf();
  if (interop::is_as_exported(text.str())) return;
  throw UsageError(
      "'{}' was changed since its export, which a new one would undo: name another folder with "
      "--output, or remove it",
      program.string());
}

}  // namespace

void check_export_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) return;
  if (!fs::is_directory(folder, error))
    throw UsageError("'{}' is no folder: name another with --output", folder.string());
  if (fs::equivalent(folder, fs::current_path(error), error)) {
    throw UsageError("'{}' is the current folder, which an export would replace: name a new one",
                     folder.string());
  }
  check_program(folder);
  const auto known = known_names();
  fs::directory_iterator entries(folder, error);
  if (error) throw RunError("cannot read '{}': {}", folder.string(), error.message());
  for (const auto& entry : entries) {
    const auto name = entry.path().filename().string();
    if (known.contains(name)) continue;
    throw UsageError(
        "'{}' holds '{}', which no export wrote: name another folder with --output, or remove it",
        folder.string(), name);
  }
}

void write_export(const fs::path& folder, const ExportFiles& files) {
  std::error_code error;
  auto target = fs::weakly_canonical(fs::absolute(folder, error), error);
  if (error) throw RunError("cannot write to '{}': {}", folder.string(), error.message());
  if (!target.has_filename()) target = target.parent_path();
  NewFolders parents(target.parent_path());
  remove_leftovers_of(target);
  const auto half =
      target.parent_path() / fmt::format(".{}.{}-new", target.filename().string(), ::getpid());
  NewFolders made(half);
  try {
    for (const auto& [name, bytes] : files) checkpoint::write_file_atomically(half / name, bytes);
    checkpoint::replace_folder(half, target);
  } catch (...) {
    fs::remove_all(half, error);
    throw;
  }
  parents.keep();
}

}  // namespace gradus::cli
