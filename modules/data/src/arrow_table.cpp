#include "arrow_table.h"

#include "arrow_column.h"
#include "arrow_status.h"
#include "gradus/core/error.h"

#include <arrow/chunked_array.h>
#include <arrow/scalar.h>
#include <fmt/format.h>

#include <limits>
#include <utility>

namespace gradus::data {
namespace {

/// Calls `visit(text, missing)` for each row of a column of text.
template <typename Visit>
void for_each_text(const arrow::ChunkedArray& data, const Visit& visit) {
  for (const auto& chunk : data.chunks()) {
    for (int64_t i = 0; i < chunk->length(); ++i) {
      const auto text = chunk->IsNull(i) ? std::string_view() : trim(text_of(*chunk, i));
      visit(text, is_missing(text));
    }
  }
}

}  // namespace

ArrowTable::ArrowTable(std::string file, std::shared_ptr<arrow::Table> table)
    : table_(std::move(table)) {
  path = std::move(file);
  for (const auto& field : table_->schema()->fields()) names.push_back(field->name());
}

const arrow::ChunkedArray& ArrowTable::column_of(int64_t column) const {
  return *table_->column(static_cast<int>(column));
}

void ArrowTable::check_types() const {
  for (int64_t i = 0; i < columns(); ++i) {
    const auto& type = *column_of(i).type();
    if (is_text(type) || is_number(type) || type.id() == arrow::Type::BOOL) continue;
    throw DataError("{}: column '{}' is of type {}: expected numbers, text or booleans", path,
                    name(i), type.ToString());
  }
}

NumberColumn ArrowTable::numbers(int64_t column) const {
  NumberColumn result;
  const auto& data = column_of(column);
  result.values.reserve(static_cast<size_t>(rows()));
  if (!is_text(*data.type())) {
    result.boolean = data.type()->id() == arrow::Type::BOOL;
    for (const auto& chunk : data.chunks()) append_numbers(*chunk, result.values);
    return result;
  }
  for_each_text(data, [&](std::string_view text, bool missing) {
    double value = std::numeric_limits<double>::quiet_NaN();
    if (!missing && !parse_number(text, value) && !result.first_text) {
      result.first_text = static_cast<int64_t>(result.values.size());
    }
    result.values.push_back(value);
  });
  return result;
}

std::vector<std::optional<std::string>> ArrowTable::texts(int64_t column) const {
  std::vector<std::optional<std::string>> result;
  result.reserve(static_cast<size_t>(rows()));
  for_each_text(column_of(column), [&](std::string_view text, bool missing) {
    result.push_back(missing ? std::nullopt : std::optional<std::string>(text));
  });
  return result;
}

std::string ArrowTable::text_at(int64_t row, int64_t column) const {
  for (const auto& chunk : column_of(column).chunks()) {
    if (row >= chunk->length()) {
      row -= chunk->length();
    } else if (chunk->IsNull(row)) {
      return "";
    } else if (is_text(*chunk->type())) {
      return std::string(trim(text_of(*chunk, row)));
    } else {
      return check(path, chunk->GetScalar(row))->ToString();
    }
  }
  throw RunError("{}: row {} is outside the table", path, row);
}

std::string ArrowTable::row_name(int64_t row) const {
  return fmt::format("row {}", row + 1);
}

}  // namespace gradus::data
