#include "log_file.h"

#include "gradus/core/error.h"

#include <fstream>
#include <system_error>

namespace gradus::report {
namespace fs = std::filesystem;

LogFile::LogFile(const fs::path& path, const LogFormat& format, int64_t first_epoch) : file_(path) {
  std::error_code error;
  // A pipe or a device has nothing to go on from.
  if (fs::is_regular_file(path, error)) file_.cut(kept_bytes(format, first_epoch));
}

uint64_t LogFile::kept_bytes(const LogFormat& format, int64_t first_epoch) {
  std::ifstream file(file_.path(), std::ios::binary);
  uint64_t kept = 0;
  std::string line;
  for (bool first = true; std::getline(file, line); first = false) {
    if (first && !line.starts_with(format.first_line)) {
      throw UsageError("'{}' is there and is no such log of a training: name another file",
                       file_.path().string());
    }
    if (file.eof()) break;  // without its line end
    const bool is_header = first && format.header;
    const auto epoch = is_header ? std::nullopt : format.epoch_of(line);
    const bool is_kept = is_header ? first_epoch > 1 : epoch && *epoch < first_epoch;
    if (!is_kept) break;
    if (is_header) header_ = line + "\n";
    kept += line.size() + 1;
  }
  return kept;
}

}  // namespace gradus::report
