#include "gzip.h"

#include "gradus/core/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace gradus::data {

bool is_gzip(InputFile& file) {
  std::array<unsigned char, 2> start{};
  const auto got = file.read(start.data(), start.size());
  file.rewind();
  return got == 2 && start[0] == 0x1f && start[1] == 0x8b;
}

struct GzipReader::State {
  z_stream stream{};
  std::array<unsigned char, 1 << 16> input{};
  bool finished = false;
};

GzipReader::GzipReader(InputFile& file) : file_(file), state_(std::make_unique<State>()) {
  constexpr int kGzipOnly = 16;
  if (inflateInit2(&state_->stream, MAX_WBITS + kGzipOnly) != Z_OK) {
    throw RunError("{}: zlib could not be started", file.path());
  }
}

GzipReader::~GzipReader() {
  inflateEnd(&state_->stream);
}

bool GzipReader::refill() {
  auto& s = state_->stream;
  if (s.avail_in > 0) return true;
  s.next_in = state_->input.data();
  s.avail_in = static_cast<uInt>(file_.read(state_->input.data(), state_->input.size()));
  return s.avail_in > 0;
}

/// gzip files may be joined end to end. True when another one follows.
bool GzipReader::next_member() {
  if (!refill()) return false;
  if (state_->stream.next_in[0] != 0x1f) {
    throw DataError("{}: other bytes follow the end of the gzip data", file_.path());
  }
  inflateReset(&state_->stream);
  return true;
}

size_t GzipReader::read(void* to, size_t count) {
  auto& s = state_->stream;
  size_t done = 0;
  while (done < count && !state_->finished) {
    if (!refill()) throw DataError("{}: the gzip data end too early", file_.path());
    const auto wanted = std::min<size_t>(count - done, std::numeric_limits<uInt>::max());
    s.next_out = static_cast<unsigned char*>(to) + done;
    s.avail_out = static_cast<uInt>(wanted);
    const int result = inflate(&s, Z_NO_FLUSH);
    done += wanted - s.avail_out;
    if (result == Z_STREAM_END) {
      state_->finished = !next_member();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw DataError("{}: the gzip data are broken ({})", file_.path(),
                      s.msg != nullptr ? s.msg : zError(result));
    }
  }
  return done;
}

}  // namespace gradus::data
