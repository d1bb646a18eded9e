#include "newton.h"

#include <algorithm>

namespace gradus::demos {

MaximumLikelihood maximize_likelihood(const data::Dataset& dataset, int64_t max_iterations) {
  constexpr double kStep = 1e-10;
  const auto inputs = dataset.inputs.to(torch::kCPU, torch::kFloat64);
  const auto x = torch::cat({inputs, torch::ones({inputs.size(0), 1}, torch::kFloat64)}, 1);
  const auto y = dataset.targets.to(torch::kCPU, torch::kFloat64);
  MaximumLikelihood result{torch::zeros({x.size(1)}, torch::kFloat64)};
  while (result.iterations < max_iterations && !result.found) {
    ++result.iterations;
    const auto p = x.matmul(result.coefficients).sigmoid();
    const auto gradient = x.t().matmul(y - p);
    const auto curvature = x.t().matmul(x * (p * (1 - p)).unsqueeze(1));
    // `_ex`: where all p are 0 or 1 there is no curvature left, and the step is not finite.
    const auto step = std::get<0>(torch::linalg_solve_ex(curvature, gradient));
    if (!step.isfinite().all().item<bool>()) break;
    result.coefficients = result.coefficients + step;
    const double size = result.coefficients.abs().max().item<double>();
    result.found = step.abs().max().item<double>() <= kStep * std::max(size, 1.0);
  }
  return result;
}

}  // namespace gradus::demos
