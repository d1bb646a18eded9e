/// Cross-validation: every example is held out exactly once.
#pragma once
#include "gradus/data/split.h"

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace gradus::data {

/// A division of a data set's rows into `count` parts, to be held out one after the other.
struct Folds {
  torch::Tensor fold_of_row;  ///< [N] int64 on the CPU, 0 to count-1
  int64_t count = 0;          ///< of the parts, at least 2
  std::string note;  ///< what a user should know of it, as of a class too small; may be empty

  /// The rows held out in turn `fold` ([M] int64, ascending).
  torch::Tensor held_out_rows(int64_t fold) const;
  /// The data set as a training and a held-out part, as copies, both in the data's order. Throws
  /// `UsageError` for a fold that there is none of.
  Split split(const Dataset& dataset, int64_t fold) const;
};

/// `folds` parts whose sizes differ by at most one; for classification the counts of each class
/// differ by at most one too (scikit-learn's StratifiedKFold with shuffle, and KFold for
/// regression). Which examples come together is a function of `seed`.
/// As there: throws `UsageError` for less than two folds, more than there are examples, or more
/// than every class has; where only some classes have fewer, the note says so.
Folds stratified_folds(const Dataset& dataset, int64_t folds, uint64_t seed);

}  // namespace gradus::data
