/// Which class is taken for which, and the scores of each class.
#pragma once
#include "gradus/metrics/metric.h"

namespace gradus::metrics {

/// Counts [K, K] int64: row = true class, column = predicted class.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(int64_t classes) : classes_(classes) {}
  void reset() { counts_ = torch::Tensor(); }
  void update(const torch::Tensor& outputs, const torch::Tensor& targets);
  /// On the CPU; all zeros before the first update.
  torch::Tensor counts() const;

 private:
  int64_t classes_;
  torch::Tensor counts_;
};

/// Scores of one class. A score whose denominator is 0 is 0, as scikit-learn's `zero_division=0`.
struct ClassScores {
  double precision, recall, f1;
  int64_t support;  ///< examples of this class
};

/// One entry a class, from the counts [K, K].
std::vector<ClassScores> class_scores(const torch::Tensor& counts);

/// Mean of the classes' F1, each class weighing the same whatever its size.
class MacroF1 : public Metric {
 public:
  explicit MacroF1(int64_t classes) : matrix_(classes) {}
  std::string name() const override { return "macro_f1"; }
  void reset() override;
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;

 private:
  ConfusionMatrix matrix_;
  bool empty_ = true;
};

}  // namespace gradus::metrics
