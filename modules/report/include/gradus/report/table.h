/// Aligned tables in plain text.
#pragma once
#include "gradus/report/terminal.h"

#include <string>
#include <vector>

namespace gradus::report {

/// Columns that hold nothing but numbers are aligned right, others left. Cells are made printable
/// (control characters become blanks).
class Table {
 public:
  /// A cell a column.
  explicit Table(std::vector<std::string> header);

  /// Missing cells are empty. Throws `std::invalid_argument` for more cells than columns.
  Table& add_row(std::vector<std::string> cells);

  /// The table with a line under its header, each line ended. Where it is wider than the terminal,
  /// the widest text columns are shortened.
  std::string to_string(const Terminal& terminal = {}) const;

 private:
  bool is_numeric(size_t column) const;
  std::vector<size_t> widths(size_t limit) const;

  std::vector<std::vector<std::string>> rows_;  // the header first
};

}  // namespace gradus::report
