/// From a table's columns to tensors: which columns, their values, the rows left out.
#pragma once
#include "table.h"

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::data {

/// Throws `DataError` for a name that is empty or used twice, and for a table without rows.
void check_table(const Table& table);

/// The column with that name or index. Throws `UsageError` with the nearest names.
int64_t find_column(const Table& table, const std::string& request);

/// Refuses one value: "data.csv: line 7, column 'age': `what`".
[[noreturn]] void refuse_value(const Table& table, int64_t row, int64_t column,
                               std::string_view what);

/// Reads columns and remembers which rows have missing values.
class ColumnReader {
 public:
  /// Without a policy, missing values are refused and nothing else is offered.
  ColumnReader(const Table& table, std::optional<TableOptions::Missing> policy);

  /// float32 [rows, columns.size()]. Refuses text, infinities, what float32 cannot hold and, by
  /// the policy, missing values; `kMean` fills them unless `is_target`.
  torch::Tensor numbers(const std::vector<int64_t>& columns, bool is_target);
  /// Takes note of a missing value: marks its row for leaving out, refuses it, or accepts it.
  void missing(int64_t row, int64_t column, bool is_target);

  bool keeps(int64_t row) const { return !dropped_[static_cast<size_t>(row)]; }
  int64_t dropped() const;
  /// Indices of the rows that stay, [M] int64.
  torch::Tensor kept() const;

 private:
  /// Refuses text, and settles what is missing or infinite among a column's `values`.
  void settle(int64_t column, bool is_target, const ColumnFindings& findings,
              torch::TensorAccessor<float, 1> values);

  const Table& table_;
  std::optional<TableOptions::Missing> policy_;
  std::vector<bool> dropped_;
};

}  // namespace gradus::data
