#include "gradus/metrics/class_scores.h"

#include <cmath>
#include <map>

namespace gradus::metrics {
namespace {

double ratio(int64_t numerator, int64_t denominator) {
  return denominator == 0 ? 0.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

template <double ClassScores::*kField>
double macro(const std::vector<ClassScores>& scores) {
  double sum = 0;
  for (const auto& score : scores) sum += score.*kField;
  return sum / static_cast<double>(scores.size());
}

template <double ClassScores::*kField>
double weighted(const std::vector<ClassScores>& scores) {
  double sum = 0, examples = 0;
  for (const auto& score : scores) {
    sum += static_cast<double>(score.support) * score.*kField;
    examples += static_cast<double>(score.support);
  }
  return sum / examples;
}

double balanced_accuracy(const std::vector<ClassScores>& scores) {
  double sum = 0, present = 0;
  for (const auto& score : scores) {
    if (score.support == 0) continue;
    sum += score.recall;
    ++present;
  }
  return sum / present;
}

const std::map<std::string, ClassAverage, std::less<>>& averages() {
  static const std::map<std::string, ClassAverage, std::less<>> table = {
      {"balanced_accuracy", balanced_accuracy},
      {"macro_f1", macro<&ClassScores::f1>},
      {"macro_precision", macro<&ClassScores::precision>},
      {"macro_recall", macro<&ClassScores::recall>},
      {"weighted_f1", weighted<&ClassScores::f1>},
      {"weighted_precision", weighted<&ClassScores::precision>},
      {"weighted_recall", weighted<&ClassScores::recall>}};
  return table;
}

}  // namespace

std::vector<ClassScores> class_scores(std::span<const int64_t> counts) {
  const auto classes = static_cast<size_t>(std::llround(std::sqrt(double(counts.size()))));
  std::vector<ClassScores> scores;
  for (size_t k = 0; k < classes; ++k) {
    int64_t predicted = 0, support = 0;
    for (size_t other = 0; other < classes; ++other) {
      predicted += counts[other * classes + k];
      support += counts[k * classes + other];
    }
    const int64_t hits = counts[k * classes + k];
    scores.push_back({ratio(hits, predicted), ratio(hits, support),
                      ratio(2 * hits, predicted + support), support});
  }
  return scores;
}

ClassAverage find_class_average(std::string_view name) {
  const auto found = averages().find(name);
  return found == averages().end() ? nullptr : found->second;
}

std::vector<std::string> class_average_names() {
  std::vector<std::string> names;
  for (const auto& [name, average] : averages()) names.push_back(name);
  return names;
}

}  // namespace gradus::metrics
