#include "gradus/metrics/scored_examples.h"

#include <algorithm>

namespace gradus::metrics {

std::span<const double> ScoredExamples::row(int64_t example) const {
  return {probabilities.data() + example * classes, static_cast<size_t>(classes)};
}

std::vector<double> ScoredExamples::column(int64_t k) const {
  std::vector<double> column;
  column.reserve(labels.size());
  for (int64_t i = 0; i < size(); ++i) column.push_back(row(i)[static_cast<size_t>(k)]);
  return column;
}

std::vector<uint8_t> ScoredExamples::is_class(int64_t k) const {
  std::vector<uint8_t> flags;
  flags.reserve(labels.size());
  for (const auto label : labels) flags.push_back(label == k ? 1 : 0);
  return flags;
}

int64_t ScoredExamples::predicted(int64_t example) const {
  const auto values = row(example);
  return std::ranges::max_element(values) - values.begin();
}

}  // namespace gradus::metrics
