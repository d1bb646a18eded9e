/// Running the gnuplot program.
#pragma once
#include <filesystem>

namespace gradus::report {

/// A folder for the files under way, beside the target so that finished ones can be renamed into
/// place; removed with the object. Throws `RunError`.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Runs `script` (a name inside `folder`) there. Throws `RunError` with what gnuplot said.
void run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script);

}  // namespace gradus::report
