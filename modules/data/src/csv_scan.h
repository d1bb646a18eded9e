/// A first pass over a CSV file that takes no memory: it finds what is broken, with line and
/// column, and where each record starts. Arrow's reader then sees only what it can read.
#pragma once
#include "input_file.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gradus::data {

struct CsvFormat {
  char separator = ',';
  char quote = '"';
};

struct CsvLayout {
  int64_t records = 0;  ///< the header's included, blank lines not
  int64_t columns = 0;
  uint64_t longest_record = 0;  ///< bytes
  /// (record, line): from this record on, lines count on by one. 0-based record, 1-based line.
  std::vector<std::pair<int64_t, int64_t>> lines;

  int64_t line_of(int64_t record) const;
};

/// A field longer than this is taken for a quote that was never closed.
constexpr uint64_t kMaxFieldBytes = uint64_t{1} << 20;

/// Each column costs Arrow about 1 KB however short it is.
constexpr int64_t kMaxColumns = 100'000;

/// Throws `DataError` for NUL bytes, broken UTF-8, ragged records, endless fields, quotes that are
/// not closed or have text behind them, and a file without records.
CsvLayout scan_csv(InputFile& file, const CsvFormat& format);

}  // namespace gradus::data
