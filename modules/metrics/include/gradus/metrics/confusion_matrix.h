/// Which class is taken for which, and the metrics that follow from it.
#pragma once
#include "gradus/metrics/class_scores.h"
#include "gradus/metrics/metric.h"

namespace gradus::metrics {

/// Counts [K, K] int64: row = true class, column = predicted class.
class ConfusionMatrix {
 public:
  /// For classes 0 to `classes` - 1.
  explicit ConfusionMatrix(int64_t classes) : classes_(classes) {}
  void reset() { counts_ = torch::Tensor(); }  ///< All counts are 0 again.
  /// Counts a batch, as `Metric::update` takes it; on the tensors' device, without waiting for it.
  void update(const torch::Tensor& outputs, const torch::Tensor& targets);
  /// On the CPU; all zeros before the first update.
  torch::Tensor counts() const;
  /// Takes counts [K, K] back. Throws `CheckpointError` for another shape or type.
  void load(const torch::Tensor& counts);

 private:
  int64_t classes_;
  torch::Tensor counts_;
};

/// One entry a class, from the counts [K, K].
std::vector<ClassScores> class_scores(const torch::Tensor& counts);

/// A mean of the classes' scores, as `find_class_average` knows them: macro_f1, balanced_accuracy.
class ClassAverageMetric : public Metric {
 public:
  /// `average` of the scores of `classes` classes, shown as `name`.
  ClassAverageMetric(std::string name, ClassAverage average, int64_t classes)
      : name_(std::move(name)), average_(average), matrix_(classes) {}
  std::string name() const override { return name_; }
  void reset() override;
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override;
  double value() const override;
  StateMap state() const override;
  void load_state(const StateMap& state) override;

 private:
  std::string name_;
  ClassAverage average_;
  ConfusionMatrix matrix_;
  bool empty_ = true;
};

}  // namespace gradus::metrics
