#include "gradus/report/event_file.h"

#include "append_file.h"
#include "crc32c.h"
#include "gradus/core/protobuf.h"
#include "gradus/core/settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <system_error>

namespace gradus::report {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "events.out.tfevents.";
constexpr size_t kTimeDigits = 10;

// Fields of `Event`.
constexpr uint32_t kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

ProtobufWriter event(int64_t step) {
  ProtobufWriter writer;
  return writer.float64(kWallTime, now()).varint(kStep, static_cast<uint64_t>(step));
}

// Now, or a second after the newest file there: two runs within a second must not change places.
int64_t time_for_name(const fs::path& folder) {
  auto time = static_cast<int64_t>(now());
  std::error_code error;  // no such folder yet
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    int64_t other = 0;
    if (name.starts_with(kPrefix) &&
        parse_integer(std::string_view(name).substr(kPrefix.size(), kTimeDigits), other)) {
      time = std::max(time, other + 1);
    }
  }
  return time;
}

fs::path new_path(const fs::path& folder) {
  static std::atomic<unsigned> count{0};
  return folder / fmt::format("{}{:0{}}.gradus.{}.{}", kPrefix, time_for_name(folder), kTimeDigits,
                              ::getpid(), count.fetch_add(1));
}

}  // namespace

EventFile::EventFile(const fs::path& folder, int64_t first_step)
    : file_(std::make_unique<AppendFile>(new_path(folder))) {
  constexpr uint64_t kStart = 1;
  ProtobufWriter session;
  session.varint(1, kStart);
  add_record(event(0).bytes(kFileVersion, "brain.Event:2").text());
  add_record(event(first_step).message(kSessionLog, session).text());
  flush();
}

EventFile::~EventFile() = default;

void EventFile::add(int64_t step, const Summary& summary) {
  ProtobufWriter values;
  values.bytes(1, summary.bytes);
  add_record(event(step).message(kSummary, values).text());
}

// TFRecord: the length, its checksum, the data, their checksum.
void EventFile::add_record(const std::string& event) {
  const uint64_t length = event.size();
  pending_ += raw_bytes(length);
  pending_ += raw_bytes(masked_crc32c(raw_bytes(length)));
  pending_ += event;
  pending_ += raw_bytes(masked_crc32c(event));
}

void EventFile::flush() {
  file_->append(pending_);
  pending_.clear();
}

const fs::path& EventFile::path() const {
  return file_->path();
}

}  // namespace gradus::report
