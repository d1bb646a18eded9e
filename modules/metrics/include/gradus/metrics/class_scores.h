/// Precision, recall and F1 of each class, and their averages. Plain numbers, from counts.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::metrics {

/// Scores of one class. A score whose denominator is 0 is 0, as scikit-learn's `zero_division=0`.
struct ClassScores {
  double precision,  ///< share of the examples taken for this class that are of it
      recall,        ///< share of the examples of this class that are taken for it
      f1;            ///< harmonic mean of the two
  int64_t support;   ///< examples of this class
};

/// One entry a class, from `counts`: K × K, row by row; row = true class, column = predicted class.
std::vector<ClassScores> class_scores(std::span<const int64_t> counts);

/// A mean of the classes' scores: "macro" weighs each class the same whatever its size, "weighted"
/// by its support.
using ClassAverage = double (*)(const std::vector<ClassScores>&);

/// balanced_accuracy (mean recall of the classes that have examples), macro_f1, macro_precision,
/// macro_recall, weighted_f1, weighted_precision, weighted_recall; nullptr for other names.
ClassAverage find_class_average(std::string_view name);
/// The names that `find_class_average` knows, sorted.
std::vector<std::string> class_average_names();

}  // namespace gradus::metrics
