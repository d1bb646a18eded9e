/// Whether probabilities mean what they say: of the examples given about 30 %, some 30 % should be
/// of class 1.
#pragma once
#include "gradus/report/text.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace gradus::demos {

/// Examples whose probability of class 1 lies in one range.
struct CalibrationBin {
  double low, high;
  int64_t examples = 0, of_class_1 = 0;
  double expected = 0;  ///< of class 1: the sum of the probabilities
};

/// Bins between consecutive `edges`, the lower edge included, at the last one both.
/// `probabilities` [N] float, `targets` [N] of 0 and 1.
std::vector<CalibrationBin> calibration(const torch::Tensor& probabilities,
                                        const torch::Tensor& targets,
                                        const std::vector<double>& edges);

/// The bins for a table: range, examples, expected in class 1, in class 1.
std::vector<std::vector<report::Text>> calibration_rows(const std::vector<CalibrationBin>& bins);

}  // namespace gradus::demos
