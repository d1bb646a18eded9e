#include "parameter_budget.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <cstdlib>

namespace gradus::demos {

int64_t count_parameters(int64_t inputs, const std::vector<int64_t>& hidden, int64_t outputs) {
  int64_t count = 0;
  for (const int64_t width : hidden) {
    count += (inputs + 1) * width;
    inputs = width;
  }
  return count + (inputs + 1) * outputs;
}

namespace {

/// `total` neurons as evenly as whole numbers allow, the wider layers last.
std::vector<int64_t> spread(int64_t total, int64_t layers) {
  std::vector<int64_t> widths(static_cast<size_t>(layers), total / layers);
  for (int64_t i = 0; i < total % layers; ++i) ++widths[widths.size() - 1 - static_cast<size_t>(i)];
  return widths;
}

}  // namespace

std::vector<int64_t> widths_for_parameters(int64_t inputs, int64_t outputs, int64_t layers,
                                           int64_t parameters, double tolerance) {
  const auto count = [&](int64_t neurons) {
    return count_parameters(inputs, spread(neurons, layers), outputs);
  };
  // The count grows with the neurons, so the largest number that stays within the budget is found
  // by halving; one neuron more may come nearer.
  int64_t within = layers, beyond = layers + parameters;
  if (count(within) > parameters) {
    throw UsageError(
        "{} parameters: expected at least {} ({} inputs, hidden layers: {}, {} outputs)",
        parameters, count(within), inputs, layers, outputs);
  }
  while (beyond - within > 1) {
    const int64_t middle = within + (beyond - within) / 2;
    (count(middle) <= parameters ? within : beyond) = middle;
  }
  const auto error = [&](int64_t neurons) { return std::abs(count(neurons) - parameters); };
  const int64_t nearest = error(within) <= error(beyond) ? within : beyond;
  if (static_cast<double>(error(nearest)) >= tolerance * static_cast<double>(parameters)) {
    throw UsageError(
        "{} parameters: the nearest network has {} ({} inputs, hidden layers: {}, {} outputs), "
        "which "
        "is off by {:g} % or more; choose more",
        parameters, count(nearest), inputs, layers, outputs, 100 * tolerance);
  }
  return spread(nearest, layers);
}

}  // namespace gradus::demos
