/// A table held by Arrow.
#pragma once
#include "csv_scan.h"
#include "table.h"

#include <arrow/table.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

class ArrowTable : public Table {
 public:
  /// `layout` tells the lines of a CSV file; without one, rows are counted.
  ArrowTable(std::string file, std::shared_ptr<arrow::Table> table,
             std::optional<CsvLayout> layout);

  /// The first record becomes the names.
  void take_header();
  /// Refuses the columns that no number and no text can come from.
  void check_types() const;

  int64_t rows() const override { return table_->num_rows(); }
  NumberColumn numbers(int64_t column) const override;
  std::vector<std::optional<std::string>> texts(int64_t column) const override;
  std::string text_at(int64_t row, int64_t column) const override;
  std::string row_name(int64_t row) const override;

 private:
  const arrow::ChunkedArray& column_of(int64_t column) const;

  std::shared_ptr<arrow::Table> table_;
  std::optional<CsvLayout> layout_;
  int64_t first_record_ = 0;
};

/// A CSV file; `tabs` when its name says that tabs separate the fields.
std::unique_ptr<Table> open_csv(InputFile& file, const TableOptions& options, bool tabs);
std::unique_ptr<Table> open_parquet(const std::string& path);
std::unique_ptr<Table> open_feather(const std::string& path);

}  // namespace gradus::data
