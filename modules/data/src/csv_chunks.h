/// The bytes of a file in chunks; while one is looked at, the next is read.
#pragma once
#include "input_file.h"

#include <future>
#include <string>
#include <string_view>

namespace gradus::data {

class CsvChunks {
 public:
  /// `file` must outlive this, and nobody else may read from it meanwhile.
  explicit CsvChunks(InputFile& file);

  /// The next chunk into `bytes`, with `tail` before it; returns where `tail` begins. At the end of
  /// the file nothing follows `tail`.
  size_t next(std::string_view tail, std::string& bytes);

 private:
  std::future<std::string> read_ahead();

  InputFile& file_;
  std::future<std::string> ahead_;
};

}  // namespace gradus::data
