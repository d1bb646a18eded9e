/// CSV, Parquet and Feather by Apache Arrow. Includes no LibTorch header.
#include "csv_scan.h"
#include "gradus/core/error.h"
#include "table.h"

#include <arrow/api.h>
#include <arrow/csv/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/util/config.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace gradus::data {
namespace {

using arrow::Type;

/// Arrow's messages may have several lines; the first one says it.
[[noreturn]] void refuse(const std::string& path, const arrow::Status& status) {
  const auto message = status.message();
  throw DataError("{}: cannot be read: {}", path, message.substr(0, message.find('\n')));
}

void check(const std::string& path, const arrow::Status& status) {
  if (!status.ok()) refuse(path, status);
}

template <typename T>
T check(const std::string& path, arrow::Result<T> result) {
  if (!result.ok()) refuse(path, result.status());
  return std::move(result).ValueUnsafe();
}

bool is_string_type(Type::type type) {
  return type == Type::STRING || type == Type::LARGE_STRING;
}

bool is_text(const arrow::DataType& type) {
  if (type.id() != Type::DICTIONARY) return is_string_type(type.id());
  return is_string_type(static_cast<const arrow::DictionaryType&>(type).value_type()->id());
}

bool is_number(Type::type type) {
  switch (type) {
    case Type::INT8:
    case Type::INT16:
    case Type::INT32:
    case Type::INT64:
    case Type::UINT8:
    case Type::UINT16:
    case Type::UINT32:
    case Type::UINT64:
    case Type::FLOAT:
    case Type::DOUBLE:
      return true;
    default:
      return false;
  }
}

/// The text at `i` of an array for which `is_text` holds and that has a value there.
std::string_view view(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::STRING:
      return static_cast<const arrow::StringArray&>(array).GetView(i);
    case Type::LARGE_STRING:
      return static_cast<const arrow::LargeStringArray&>(array).GetView(i);
    default: {
      const auto& encoded = static_cast<const arrow::DictionaryArray&>(array);
      return view(*encoded.dictionary(), encoded.GetValueIndex(i));
    }
  }
}

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

template <typename ArrayType>
void append_as(const arrow::Array& array, std::vector<double>& values) {
  const auto& typed = static_cast<const ArrayType&>(array);
  for (int64_t i = 0; i < typed.length(); ++i) {
    values.push_back(typed.IsNull(i) ? kNotANumber : static_cast<double>(typed.Value(i)));
  }
}

void append_numbers(const arrow::Array& array, std::vector<double>& values) {
  switch (array.type_id()) {
    case Type::BOOL:
      return append_as<arrow::BooleanArray>(array, values);
    case Type::INT8:
      return append_as<arrow::Int8Array>(array, values);
    case Type::INT16:
      return append_as<arrow::Int16Array>(array, values);
    case Type::INT32:
      return append_as<arrow::Int32Array>(array, values);
    case Type::INT64:
      return append_as<arrow::Int64Array>(array, values);
    case Type::UINT8:
      return append_as<arrow::UInt8Array>(array, values);
    case Type::UINT16:
      return append_as<arrow::UInt16Array>(array, values);
    case Type::UINT32:
      return append_as<arrow::UInt32Array>(array, values);
    case Type::UINT64:
      return append_as<arrow::UInt64Array>(array, values);
    case Type::FLOAT:
      return append_as<arrow::FloatArray>(array, values);
    default:
      return append_as<arrow::DoubleArray>(array, values);
  }
}

class ArrowTable : public Table {
 public:
  ArrowTable(std::string file, std::shared_ptr<arrow::Table> table, std::optional<CsvLayout> layout)
      : table_(std::move(table)), layout_(std::move(layout)) {
    path = std::move(file);
    for (const auto& field : table_->schema()->fields()) names.push_back(field->name());
  }

  /// The first record becomes the names.
  void take_header() {
    for (int64_t i = 0; i < columns(); ++i) {
      names[static_cast<size_t>(i)] = trim(text_at(0, i));
    }
    table_ = table_->Slice(1);
    first_record_ = 1;
  }

  int64_t rows() const override { return table_->num_rows(); }

  NumberColumn numbers(int64_t column) const override {
    NumberColumn result;
    const auto& data = column_of(column);
    result.values.reserve(static_cast<size_t>(rows()));
    if (is_text(*data.type())) {
      for_each_text(data, [&](std::string_view text, bool missing) {
        double value = kNotANumber;
        if (!missing && !parse_number(text, value) && !result.first_text) {
          result.first_text = static_cast<int64_t>(result.values.size());
        }
        result.values.push_back(value);
      });
      return result;
    }
    result.boolean = data.type()->id() == Type::BOOL;
    for (const auto& chunk : data.chunks()) append_numbers(*chunk, result.values);
    return result;
  }

  std::vector<std::optional<std::string>> texts(int64_t column) const override {
    std::vector<std::optional<std::string>> result;
    for_each_text(column_of(column), [&](std::string_view text, bool missing) {
      if (missing) {
        result.emplace_back();
      } else {
        result.emplace_back(text);
      }
    });
    return result;
  }

  std::string text_at(int64_t row, int64_t column) const override {
    for (const auto& chunk : column_of(column).chunks()) {
      if (row >= chunk->length()) {
        row -= chunk->length();
      } else if (chunk->IsNull(row)) {
        return "";
      } else if (is_text(*chunk->type())) {
        return std::string(trim(view(*chunk, row)));
      } else {
        return check(path, chunk->GetScalar(row))->ToString();
      }
    }
    throw RunError("{}: row {} is outside the table", path, row);
  }

  std::string row_name(int64_t row) const override {
    if (layout_) return fmt::format("line {}", layout_->line_of(row + first_record_));
    return fmt::format("row {}", row + 1);
  }

  /// Refuses the columns that no number and no text can come from.
  void check_types() const {
    for (int i = 0; i < table_->num_columns(); ++i) {
      const auto& type = *table_->column(i)->type();
      if (is_text(type) || is_number(type.id()) || type.id() == Type::BOOL) continue;
      throw DataError("{}: column '{}' is of type {}: expected numbers, text or booleans", path,
                      name(i), type.ToString());
    }
  }

 private:
  const arrow::ChunkedArray& column_of(int64_t column) const {
    return *table_->column(static_cast<int>(column));
  }

  template <typename Visit>
  static void for_each_text(const arrow::ChunkedArray& data, const Visit& visit) {
    for (const auto& chunk : data.chunks()) {
      for (int64_t i = 0; i < chunk->length(); ++i) {
        const auto text = chunk->IsNull(i) ? std::string_view() : trim(view(*chunk, i));
        visit(text, is_missing(text));
      }
    }
  }

  std::shared_ptr<arrow::Table> table_;
  std::optional<CsvLayout> layout_;
  int64_t first_record_ = 0;
};

std::shared_ptr<arrow::io::ReadableFile> open_file(const std::string& path) {
  return check(path, arrow::io::ReadableFile::Open(path));
}

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
      check(path, arrow::csv::TableReader::Make(arrow::io::default_io_context(), open_file(path),
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

/// Eight bytes a value, as the numbers are read into.
void require_memory_for(const std::string& path, int64_t rows, int64_t columns) {
  constexpr uint64_t kValueBytes = sizeof(double);
  uint64_t bytes = 0;
  if (rows < 0 || __builtin_mul_overflow(static_cast<uint64_t>(rows),
                                         static_cast<uint64_t>(columns) * kValueBytes, &bytes)) {
    throw DataError("{}: {} rows and {} columns are promised", path, rows, columns);
  }
  require_memory(path, bytes);
}

std::shared_ptr<arrow::Table> read_parquet(const std::string& path) {
  parquet::arrow::FileReaderBuilder builder;
  check(path, builder.Open(open_file(path)));
  const auto metadata = builder.raw_reader()->metadata();
  require_memory_for(path, metadata->num_rows(), metadata->num_columns());
  const auto reader = check(path, builder.Build());
#if ARROW_VERSION_MAJOR >= 24
  return check(path, reader->ReadTable());
#else
  std::shared_ptr<arrow::Table> table;
  check(path, reader->ReadTable(&table));
  return table;
#endif
}

std::shared_ptr<arrow::Table> read_feather(const std::string& path) {
  const auto reader = check(path, arrow::ipc::RecordBatchFileReader::Open(open_file(path)));
  require_memory_for(path, check(path, reader->CountRows()), reader->schema()->num_fields());
  arrow::RecordBatchVector batches;
  for (int i = 0; i < reader->num_record_batches(); ++i) {
    batches.push_back(check(path, reader->ReadRecordBatch(i)));
  }
  return check(path, arrow::Table::FromRecordBatches(reader->schema(), batches));
}

std::unique_ptr<Table> open_binary(const std::string& path, bool parquet) {
  // Parquet's reader is built on exceptions, and some of them get out.
  try {
    const auto data = parquet ? read_parquet(path) : read_feather(path);
    auto table = std::make_unique<ArrowTable>(path, data, std::nullopt);
    table->check_types();
    // Offsets and texts in the file may be anything.
    check(path, data->ValidateFull());
    return table;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    const std::string message = error.what();
    throw DataError("{}: cannot be read: {}", path, message.substr(0, message.find('\n')));
  }
}

}  // namespace

std::unique_ptr<Table> open_table(const std::filesystem::path& path, const TableOptions& options) {
  InputFile file(path);
  const auto ending = path.extension().string();
  if (ending == ".parquet") return open_binary(file.path(), true);
  if (ending == ".feather" || ending == ".arrow") return open_binary(file.path(), false);
  return open_csv(file, options, ending == ".tsv");
}

}  // namespace gradus::data
