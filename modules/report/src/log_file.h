/// A log of one line an epoch, continued where a training goes on.
#pragma once
#include "append_file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gradus::report {

/// How a log's lines are told from those of a foreign file.
struct LogFormat {
  std::string_view first_line;  ///< the beginning of the first line
  bool header;                  ///< whether the first line is no epoch's
  /// The epoch that a line tells of; nothing for a line that tells of none.
  std::function<std::optional<int64_t>(std::string_view line)> epoch_of;
};

class LogFile {
 public:
  /// Opens `path`, made with its folder where missing, and cuts it before the first line of
  /// `first_epoch` or of a later one, and before a line that a killed program left half written.
  /// Throws `UsageError` for a file that is no such log, `RunError` where it cannot be written.
  LogFile(const std::filesystem::path& path, const LogFormat& format, int64_t first_epoch);

  /// The header line that is there; empty in a new log.
  const std::string& header() const { return header_; }
  /// Appends whole lines. Throws `RunError`.
  void append(std::string_view lines) { file_.append(lines); }

 private:
  uint64_t kept_bytes(const LogFormat& format, int64_t first_epoch);

  AppendFile file_;
  std::string header_;
};

}  // namespace gradus::report
