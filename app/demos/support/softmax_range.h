/// How far softmax can be trusted: its formula as it reads, and as a program has to compute it.
#pragma once
#include "gradus/report/panel.h"

#include <cstdint>

namespace gradus::demos {

/// Softmax regression on every row of logits from -size, 0 and size, beside `naive_softmax`.
struct SoftmaxRange {
  int64_t rows = 0;
  int64_t broken = 0;        ///< rows with a probability that is not finite
  int64_t naive_broken = 0;  ///< the same by the formula as it reads, in float64
  double sum_error = 0;      ///< largest |Σ y - 1|; NaN where the sum is not a number
};

/// 3^classes rows, so `classes` is at most 10.
SoftmaxRange softmax_range(double size, int64_t classes);

/// Logits, y by the formula as it reads, y by softmax regression; for a table.
std::vector<std::vector<report::Text>> softmax_range_rows(double size);

/// y₁ of the logits (z, 0, -z) over z in both ways: the formula as it reads ends in the middle.
report::Panel softmax_range_panel();

}  // namespace gradus::demos
