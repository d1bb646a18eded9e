#include "table_columns.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/core/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace gradus::data {
namespace {

using Missing = TableOptions::Missing;

/// Widest list of names in a message.
constexpr size_t kNamesShown = 12;

float mean_of_present(const torch::TensorAccessor<float, 1>& values) {
  double sum = 0;
  int64_t count = 0;
  for (int64_t row = 0; row < values.size(0); ++row) {
    if (std::isnan(values[row])) continue;
    sum += values[row];
    ++count;
  }
  return static_cast<float>(sum / static_cast<double>(count));
}

}  // namespace

void check_table(const Table& table) {
  std::map<std::string, int64_t> seen;
  for (int64_t i = 0; i < table.columns(); ++i) {
    const auto where = fmt::format("{}: the header, column {}", table.path, i + 1);
    if (table.name(i).empty()) throw DataError("{}: the name is empty", where);
    const auto [first, added] = seen.try_emplace(table.name(i), i);
    if (!added) {
      throw DataError("{}: the name '{}' is that of column {} too", where, table.name(i),
                      first->second + 1);
    }
  }
  if (table.rows() == 0) throw DataError("{}: no rows below the header", table.path);
}

int64_t find_column(const Table& table, const std::string& request) {
  const auto found = std::ranges::find(table.names, request);
  if (found != table.names.end()) return found - table.names.begin();
  int64_t index = 0;
  if (parse_integer(request, index) && index >= -table.columns() && index < table.columns()) {
    return index < 0 ? index + table.columns() : index;
  }
  auto names = nearest_first(request, table.names);
  names.resize(std::min(names.size(), kNamesShown));
  throw UsageError("{}: {} (or an index from {} to {})", table.path,
                   unknown_name_message("column", request, std::move(names)), -table.columns(),
                   table.columns() - 1);
}

void refuse_value(const Table& table, int64_t row, int64_t column, std::string_view what) {
  throw DataError("{}: {}, column '{}': {}", table.path, table.row_name(row), table.name(column),
                  what);
}

ColumnReader::ColumnReader(const Table& table, std::optional<Missing> policy)
    : table_(table), policy_(policy), dropped_(static_cast<size_t>(table.rows()), false) {
}

void ColumnReader::missing(int64_t row, int64_t column, bool is_target) {
  constexpr std::string_view kDropHint = "leave such rows out (--missing drop)";
  if (policy_ == Missing::kDrop) {
    dropped_[static_cast<size_t>(row)] = true;
  } else if (!policy_) {
    refuse_value(table_, row, column,
                 "the value is missing, and a prediction needs all: fill it in, or leave the row "
                 "out");
  } else if (is_target) {
    refuse_value(table_, row, column,
                 fmt::format("the target is missing, and none is made up: {}", kDropHint));
  } else if (policy_ == Missing::kError) {
    refuse_value(table_, row, column,
                 fmt::format("the value is missing: fill it in, {}, or take the column's mean "
                             "(--missing mean)",
                             kDropHint));
  }
}

void ColumnReader::settle(int64_t column, bool is_target, const ColumnFindings& findings,
                          torch::TensorAccessor<float, 1> values) {
  if (findings.first_text != ColumnFindings::kNone) {
    refuse_value(table_, findings.first_text, column,
                 fmt::format("'{}' is not a number{}", table_.text_at(findings.first_text, column),
                             is_target ? ""
                                       : ": write categories as numbers, or leave the column out "
                                         "(--ignore)"));
  }
  if (findings.finite) return;
  const float filling = policy_ == Missing::kMean ? mean_of_present(values) : 0;
  for (int64_t row = 0; row < table_.rows(); ++row) {
    if (std::isnan(values[row])) {
      missing(row, column, is_target);
      if (std::isnan(filling)) refuse_value(table_, row, column, "the column has no values at all");
      values[row] = filling;
    } else if (std::isinf(values[row])) {
      refuse_value(table_, row, column,
                   fmt::format("'{}' is not a finite number of single precision",
                               table_.text_at(row, column)));
    }
  }
}

torch::Tensor ColumnReader::numbers(const std::vector<int64_t>& columns, bool is_target) {
  auto result = torch::empty({table_.rows(), static_cast<int64_t>(columns.size())});
  const auto findings = table_.read_matrix(columns, result.data_ptr<float>());
  const auto by_column = result.t();
  const auto values = by_column.accessor<float, 2>();
  for (size_t i = 0; i < columns.size(); ++i) {
    settle(columns[i], is_target, findings[i], values[static_cast<int64_t>(i)]);
  }
  return result;
}

int64_t ColumnReader::dropped() const {
  return std::ranges::count(dropped_, true);
}

torch::Tensor ColumnReader::kept() const {
  std::vector<int64_t> rows;
  for (size_t i = 0; i < dropped_.size(); ++i) {
    if (!dropped_[i]) rows.push_back(static_cast<int64_t>(i));
  }
  return torch::tensor(rows, torch::kInt64);
}

}  // namespace gradus::data
