/// How to read a table; without LibTorch, so that cheap sources can include it.
#pragma once
#include "gradus/data/task.h"

#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

/// What a user may say about a table. Columns are given by name or by 0-based index, negative from
/// the end.
struct TableOptions {
  /// Whether there is a header line.
  enum class Choice {
    kAuto,  ///< to be found out from the file
    kYes,   ///< the first line is one
    kNo,    ///< the first line is data; columns are named column_0, column_1, …
  };
  /// What becomes of a missing value.
  enum class Missing {
    kError,  ///< the table is refused, with line and column
    kDrop,   ///< its row is left out
    kMean,   ///< in features, the mean of its column takes its place
  };

  /// Target column; several, joined by commas, for regression. Empty: the last column.
  std::string target;
  /// Without one: classification when the target is text or boolean, or has whole numbers with at
  /// most max(2, min(20, rows / 10)) different ones; else regression.
  std::optional<Task> task;
  /// kAuto: the first line is a header when none of its fields is a number. CSV only.
  Choice header = Choice::kAuto;
  /// 0: a tab in .tsv files, else the one of `,` `;` and tab that the first line has most of.
  char separator = 0;
  char quote = '"';  ///< around fields that contain separators or line feeds; twice for itself
  /// Missing is what is empty, or NA, N/A, NaN, null, none or ? (in any case). kError refuses,
  /// kDrop leaves out the rows, kMean puts the column's mean (of all the file's rows) into
  /// features; targets are never made up.
  Missing missing = Missing::kError;
  std::vector<std::string> ignore;  ///< columns left out

  /// What a trained model expects: these classes in this order; others are refused, with row and
  /// label.
  std::vector<std::string> class_names;
  /// Likewise these features in this order, by name.
  std::vector<std::string> feature_names;
};

}  // namespace gradus::data
