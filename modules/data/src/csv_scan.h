/// Reading a CSV file in one pass that finds what is broken, with line and column, and where each
/// field ends. What comes out can be read in any order, and by several threads.
#pragma once
#include "input_file.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gradus::data {

struct CsvFormat {
  char separator = ',';
  char quote = '"';  ///< 0: none
};

/// Whole records, as they stand in the file.
struct CsvBlock {
  int64_t first_record = 0;
  std::string bytes;
  std::vector<uint32_t> starts;  ///< of each record, in `bytes`
  std::vector<uint32_t> ends;    ///< of each record's fields, one after another, from its start

  int64_t records() const { return static_cast<int64_t>(starts.size()); }
};

struct CsvRecords {
  int64_t count = 0;  ///< the header's included, blank lines not
  int64_t columns = 0;
  std::vector<CsvBlock> blocks;
  /// (record, line): from this record on, lines count on by one. 0-based record, 1-based line.
  std::vector<std::pair<int64_t, int64_t>> lines;

  int64_t line_of(int64_t record) const;
  const CsvBlock& block_of(int64_t record) const;
};

/// A field longer than this is taken for a quote that was never closed.
constexpr uint64_t kMaxFieldBytes = uint64_t{1} << 20;

/// A line longer than this is no row of a table.
constexpr uint64_t kMaxRecordBytes = uint64_t{1} << 26;

constexpr int64_t kMaxColumns = 100'000;

/// Throws `DataError` for NUL bytes, broken UTF-8, ragged records, endless fields, quotes that are
/// not closed or have text behind them, and a file without records.
CsvRecords scan_csv(InputFile& file, const CsvFormat& format);

}  // namespace gradus::data
