/// What a table's target column is: classes or numbers.
#pragma once
#include "gradus/data/dataset.h"
#include "table_columns.h"

#include <vector>

namespace gradus::data {

/// Sets task, targets, class names and target names of `dataset`, and says in its note why it took
/// the task that it took.
void read_target(const Table& table, const std::vector<int64_t>& columns,
                 const TableOptions& options, ColumnReader& reader, Dataset& dataset);

}  // namespace gradus::data
