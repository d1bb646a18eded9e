#include "arrow_status.h"
#include "arrow_table.h"
#include "gradus/core/error.h"

#include <arrow/csv/api.h>
#include <arrow/io/file.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gradus::data {
namespace {

/// The candidate that the first line has most of, outside of quotes; a comma where it has none.
char sniff_separator(InputFile& file, char quote) {
  std::string start(1 << 16, '\0');
  start.resize(file.read(start.data(), start.size()));
  file.rewind();
  const auto begin = start.find_first_not_of("\r\n");
  bool quoted = false;
  std::array<int64_t, 3> counts{};
  constexpr std::string_view kCandidates = ",;\t";
  for (size_t i = begin; i < start.size(); ++i) {
    if (start[i] == quote) quoted = !quoted;
    if (quoted) continue;
    if (start[i] == '\n' || start[i] == '\r') break;
    const auto candidate = kCandidates.find(start[i]);
    if (candidate != std::string_view::npos) ++counts[candidate];
  }
  return kCandidates[static_cast<size_t>(std::ranges::max_element(counts) - counts.begin())];
}

std::shared_ptr<arrow::Table> parse_csv(const std::string& path, const CsvFormat& format,
                                        const CsvLayout& layout) {
  // Everything is read as text: numbers are parsed here, where line and column are known.
  auto read = arrow::csv::ReadOptions::Defaults();
  auto convert = arrow::csv::ConvertOptions::Defaults();
  read.use_threads = false;
  convert.check_utf8 = false;
  convert.strings_can_be_null = false;
  for (int64_t i = 0; i < layout.columns; ++i) {
    read.column_names.push_back(fmt::format("column_{}", i));
    convert.column_types[read.column_names.back()] = arrow::utf8();
  }
  // A block must hold a record whole.
  constexpr uint64_t kLargestRecord = uint64_t{1} << 30;
  if (layout.longest_record > kLargestRecord) {
    throw DataError("{}: a line of {} bytes: expected at most 1 GiB", path, layout.longest_record);
  }
  read.block_size =
      std::max(read.block_size, static_cast<int32_t>(layout.longest_record + (1 << 16)));
  auto parse = arrow::csv::ParseOptions::Defaults();
  parse.delimiter = format.separator;
  parse.quoting = format.quote != 0;
  parse.quote_char = format.quote;
  parse.newlines_in_values = true;
  const auto reader =
      check(path, arrow::csv::TableReader::Make(arrow::io::default_io_context(),
                                                check(path, arrow::io::ReadableFile::Open(path)),
                                                read, parse, convert));
  auto table = check(path, reader->Read());
  if (table->num_rows() != layout.records) {
    throw DataError("{}: {} records were found and {} could be read", path, layout.records,
                    table->num_rows());
  }
  return table;
}

bool looks_like_header(const ArrowTable& table) {
  for (int64_t i = 0; i < table.columns(); ++i) {
    double ignored = 0;
    if (parse_number(table.text_at(0, i), ignored)) return false;
  }
  return true;
}

}  // namespace

std::unique_ptr<Table> open_csv(InputFile& file, const TableOptions& options, bool tabs) {
  const auto separator = options.separator != 0 ? options.separator
                         : tabs                 ? '\t'
                                                : sniff_separator(file, options.quote);
  const CsvFormat format{separator, options.quote};
  const auto layout = scan_csv(file, format);
  require_memory(file.path(), file.size());
  auto table =
      std::make_unique<ArrowTable>(file.path(), parse_csv(file.path(), format, layout), layout);
  using Choice = TableOptions::Choice;
  table->has_header =
      options.header == Choice::kAuto ? looks_like_header(*table) : options.header == Choice::kYes;
  if (table->has_header) table->take_header();
  return table;
}

}  // namespace gradus::data
