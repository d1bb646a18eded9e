#include "csv_chunks.h"

#include "gradus/core/threads.h"

#include <utility>

namespace gradus::data {
namespace {

/// Small enough to stay in a processor's own cache until it has been looked at.
constexpr size_t kChunkBytes = size_t{1} << 20;
/// Room before a chunk for the record that began in the last one.
constexpr size_t kHeadroom = size_t{1} << 12;

}  // namespace

CsvChunks::CsvChunks(InputFile& file) : file_(file), ahead_(read_ahead()) {
}

std::future<std::string> CsvChunks::read_ahead() {
  // Where no thread is to be had, the chunk is read when it is asked for.
  const auto policy = available_processors() > 1 ? std::launch::async | std::launch::deferred
                                                 : std::launch::deferred;
  return std::async(policy, [this] {
    std::string bytes(kHeadroom + kChunkBytes, '\0');
    bytes.resize(kHeadroom + file_.read(bytes.data() + kHeadroom, kChunkBytes));
    return bytes;
  });
}

size_t CsvChunks::next(std::string_view tail, std::string& bytes) {
  auto chunk = ahead_.get();
  ahead_ = read_ahead();
  if (tail.size() > kHeadroom) {
    chunk.replace(0, kHeadroom, tail);
    bytes = std::move(chunk);
    return 0;
  }
  chunk.replace(kHeadroom - tail.size(), tail.size(), tail);
  bytes = std::move(chunk);
  return kHeadroom - tail.size();
}

}  // namespace gradus::data
