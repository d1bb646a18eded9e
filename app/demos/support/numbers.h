/// Small sums over plain numbers and tensors.
#pragma once
#include "experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gradus::demos {

/// The largest |a[i] - b[i]|; infinite for different counts.
inline double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

/// 1, 2, …, count.
inline std::vector<double> count_from_one(size_t count) {
  std::vector<double> numbers;
  for (size_t i = 1; i <= count; ++i) numbers.push_back(static_cast<double>(i));
  return numbers;
}

/// The share of true values in a bool tensor.
inline double share(const torch::Tensor& hits) {
  return hits.to(torch::kFloat64).mean().item<double>();
}

/// All parameters in order, one after the other.
inline std::vector<double> flat_parameters(const torch::nn::Module& module) {
  std::vector<double> values;
  for (const auto& parameter : module.parameters()) {
    const auto numbers = to_vector(parameter);
    values.insert(values.end(), numbers.begin(), numbers.end());
  }
  return values;
}

}  // namespace gradus::demos
