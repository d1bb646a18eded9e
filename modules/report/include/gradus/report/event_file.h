/// TensorBoard's event files: `Event` messages (tensorflow/core/util/event.proto) as TFRecords,
/// each with its length and both masked CRC-32C.
#pragma once
#include "gradus/report/summaries.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace gradus::report {

class AppendFile;

/// One new file `events.out.tfevents.<time>.gradus.<pid>.<n>` in a folder.
class EventFile {
 public:
  /// Makes the file, and the folder where missing. TensorBoard reads a folder's files one after the
  /// other in the order of their names, so the name sorts after those that are there; what they
  /// hold of `first_step` and later steps is forgotten when this one is read, so that a training
  /// that goes on from a checkpoint shows no step twice. Throws `RunError`.
  EventFile(const std::filesystem::path& folder, int64_t first_step);
  ~EventFile();
  EventFile(const EventFile&) = delete;
  EventFile& operator=(const EventFile&) = delete;

  /// Kept in memory until `flush`.
  void add(int64_t step, const Summary& summary);
  /// Throws `RunError` with the system's reason, as on a full disk; half a record is never left.
  void flush();

  const std::filesystem::path& path() const;  ///< of the file

 private:
  void add_record(const std::string& event);

  std::unique_ptr<AppendFile> file_;
  std::string pending_;
};

}  // namespace gradus::report
