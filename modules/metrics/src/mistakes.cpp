#include "gradus/metrics/mistakes.h"

#include <algorithm>

namespace gradus::metrics {

std::vector<Mistake> confident_mistakes(const ScoredExamples& examples, int64_t count) {
  std::vector<Mistake> mistakes;
  for (int64_t i = 0; i < examples.size(); ++i) {
    const int64_t predicted = examples.predicted(i);
    const int64_t truth = examples.labels[static_cast<size_t>(i)];
    if (predicted != truth)
      mistakes.push_back({i, truth, predicted, examples.row(i)[static_cast<size_t>(predicted)]});
  }
  std::ranges::stable_sort(
      mistakes, [](const Mistake& a, const Mistake& b) { return a.probability > b.probability; });
  if (static_cast<int64_t>(mistakes.size()) > count) mistakes.resize(static_cast<size_t>(count));
  return mistakes;
}

}  // namespace gradus::metrics
