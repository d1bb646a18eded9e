/// Strict streaming decompression. zlib's own gzread takes what is not gzip for plain data, and
/// skips over garbage behind the end; both would hide a broken file.
#pragma once
#include "input_file.h"

#include <memory>

namespace gradus::data {

/// No deflate stream inflates to more than this many times its size (1032 is the format's limit).
constexpr uint64_t kMaxInflation = 1032;

/// True when the file starts like gzip. Leaves the file rewound.
bool is_gzip(InputFile& file);

class GzipReader {
 public:
  /// `file` must outlive the reader and be rewound.
  explicit GzipReader(InputFile& file);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  /// Up to `count` bytes into `to`; fewer only at the end. Throws `DataError` for a file that is
  /// broken (checksum included), ends early, or has other bytes behind its end.
  size_t read(void* to, size_t count);

 private:
  struct State;
  bool refill();
  bool next_member();

  InputFile& file_;
  std::unique_ptr<State> state_;
};

}  // namespace gradus::data
