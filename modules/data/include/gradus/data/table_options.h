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
  enum class Choice { kAuto, kYes, kNo };
  enum class Missing { kError, kDrop, kMean };

  /// Target column; several, joined by commas, for regression. Empty: the last column.
  std::string target;
  /// Without one: classification when the target is text or boolean, or has whole numbers with at
  /// most max(2, min(20, rows / 10)) different ones; else regression.
  std::optional<Task> task;
  /// kAuto: the first line is a header when none of its fields is a number. CSV only.
  Choice header = Choice::kAuto;
  /// 0: a tab in .tsv files, else the one of `,` `;` and tab that the first line has most of.
  char separator = 0;
  char quote = '"';
  /// Missing is what is empty, or NA, N/A, NaN, null, none or ? (in any case). kError refuses,
  /// kDrop leaves out the rows, kMean puts the column's mean (of all the file's rows) into
  /// features; targets are never made up.
  Missing missing = Missing::kError;
  std::vector<std::string> ignore;  ///< columns left out

  /// What a trained model expects: these classes in this order (others are refused, with row and
  /// label), and these features in this order, by name.
  std::vector<std::string> class_names, feature_names;
};

}  // namespace gradus::data
