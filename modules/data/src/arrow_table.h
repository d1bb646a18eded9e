/// A table held by Arrow.
#pragma once
#include "table.h"

#include <arrow/table.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

class ArrowTable : public Table {
 public:
  ArrowTable(std::string file, std::shared_ptr<arrow::Table> table);

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
};

}  // namespace gradus::data
