/// A table as it comes out of a file, column by column, whatever the format.
#pragma once
#include "gradus/data/table_options.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::data {

/// A column read as numbers.
struct NumberColumn {
  std::vector<double> values;  ///< NaN where missing, and from `first_text` on without meaning
  std::optional<int64_t> first_text;  ///< the first row that is not a number
  bool boolean = false;               ///< of a boolean type; false is 0, true is 1
};

/// What was met while a column was read into a matrix.
struct ColumnFindings {
  static constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  int64_t first_text = kNone;  ///< the first row that is not a number
  bool finite = true;          ///< false where a value is missing, or beyond single precision

  /// Those of other rows of the column join these.
  void join(const ColumnFindings& others);
};

class Table {
 public:
  virtual ~Table() = default;

  virtual int64_t rows() const = 0;
  virtual NumberColumn numbers(int64_t column) const = 0;
  /// Whole columns into `to`, [rows, columns.size()] row by row: NaN where missing or text, an
  /// infinity for what single precision cannot hold. The findings are one a column.
  virtual std::vector<ColumnFindings> read_matrix(const std::vector<int64_t>& columns,
                                                  float* to) const;
  /// Without surrounding blanks; nothing where missing.
  virtual std::vector<std::optional<std::string>> texts(int64_t column) const = 0;
  /// One value, for messages.
  virtual std::string text_at(int64_t row, int64_t column) const = 0;
  /// "line 7" or "row 6": where a user finds the row.
  virtual std::string row_name(int64_t row) const = 0;

  int64_t columns() const { return static_cast<int64_t>(names.size()); }
  const std::string& name(int64_t column) const { return names[static_cast<size_t>(column)]; }

  std::string path;
  std::vector<std::string> names;
  bool has_header = true;  ///< the names are the file's own
};

/// Throws `DataError`; also for Parquet and Feather where the program was built without Arrow.
std::unique_ptr<Table> open_table(const std::filesystem::path& path, const TableOptions& options);

/// `value` in single precision, and what that says about its column.
inline float to_single(double value, ColumnFindings& findings) {
  if (std::abs(value) <= double{std::numeric_limits<float>::max()}) {
    return static_cast<float>(value);
  }
  findings.finite = false;
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  if (std::isnan(value)) return std::numeric_limits<float>::quiet_NaN();
  return value < 0 ? -kInfinity : kInfinity;
}

/// `text` without blanks around it.
std::string_view trim(std::string_view text);
/// What stands for a missing value.
bool is_missing(std::string_view trimmed);
/// A decimal number, as in "1", "+2.5" or "-1e3"; infinities are let through for a message of
/// their own.
bool parse_number(std::string_view trimmed, double& value);
/// Any field: a number, or NaN where it is missing. False for other text.
bool parse_field(std::string_view text, double& value);

}  // namespace gradus::data
