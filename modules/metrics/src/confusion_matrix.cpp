#include "gradus/metrics/confusion_matrix.h"

#include <limits>

namespace gradus::metrics {
namespace {

double ratio(int64_t numerator, int64_t denominator) {
  return denominator == 0 ? 0.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

}  // namespace

void ConfusionMatrix::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  const auto cells = targets * classes_ + predicted_classes(outputs);
  const auto counts = cells.bincount({}, classes_ * classes_);
  counts_ = counts_.defined() ? counts_ + counts : counts;
}

torch::Tensor ConfusionMatrix::counts() const {
  if (!counts_.defined()) return torch::zeros({classes_, classes_}, torch::kInt64);
  return counts_.to(torch::kCPU).view({classes_, classes_});
}

std::vector<ClassScores> class_scores(const torch::Tensor& counts) {
  const auto predicted = counts.sum(0), actual = counts.sum(1), right = counts.diagonal();
  std::vector<ClassScores> scores;
  for (int64_t k = 0; k < counts.size(0); ++k) {
    const auto hits = right[k].item<int64_t>();
    const auto taken = predicted[k].item<int64_t>(), support = actual[k].item<int64_t>();
    scores.push_back(
        {ratio(hits, taken), ratio(hits, support), ratio(2 * hits, taken + support), support});
  }
  return scores;
}

void MacroF1::reset() {
  matrix_.reset();
  empty_ = true;
}

void MacroF1::update(const torch::Tensor& outputs, const torch::Tensor& targets) {
  matrix_.update(outputs, targets);
  empty_ = false;
}

double MacroF1::value() const {
  if (empty_) return std::numeric_limits<double>::quiet_NaN();
  const auto scores = class_scores(matrix_.counts());
  double sum = 0;
  for (const auto& score : scores) sum += score.f1;
  return sum / static_cast<double>(scores.size());
}

}  // namespace gradus::metrics
