/// Parquet and Feather.
#include "arrow_status.h"
#include "arrow_table.h"
#include "gradus/core/error.h"
#include "input_file.h"
#include "open_binary.h"

#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/util/config.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

namespace gradus::data {
namespace {

std::shared_ptr<arrow::io::ReadableFile> open_file(const std::string& path) {
  return check(path, arrow::io::ReadableFile::Open(path));
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

template <typename Read>
std::unique_ptr<Table> open_checked(const std::string& path, const Read& read) {
  // Parquet's reader is built on exceptions, and some of them get out.
  try {
    const std::shared_ptr<arrow::Table> data = read(path);
    auto table = std::make_unique<ArrowTable>(path, data);
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

std::unique_ptr<Table> open_parquet(const std::string& path) {
  return open_checked(path, read_parquet);
}

std::unique_ptr<Table> open_feather(const std::string& path) {
  return open_checked(path, read_feather);
}

}  // namespace gradus::data
