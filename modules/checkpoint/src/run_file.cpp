#include "gradus/checkpoint/run_file.h"

#include "gradus/core/error.h"
#include "json.h"
#include "stored_file.h"

namespace gradus::checkpoint {

std::string read_run_file(const std::filesystem::path& run, const std::string& name) {
  constexpr uint64_t kMaxBytes = 64'000'000;  // far above any real one
  const StoredFile file(run, name);
  if (file.size() > kMaxBytes) {
    throw CheckpointError("'{}' has {} bytes, limit {}", (run / name).string(), file.size(),
                          kMaxBytes);
  }
  return file.read();
}

nlohmann::json read_run_json(const std::filesystem::path& run, const std::string& name) {
  return parse_object(read_run_file(run, name), (run / name).string());
}

}  // namespace gradus::checkpoint
