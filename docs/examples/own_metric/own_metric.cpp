// A metric of one's own, in one file: Matthews' correlation of predicted and true classes, 0 for a
// guess however unequal the classes (Matthews, 1975; for K classes Gorodkin, 2004).
// Every command then takes it: `own_metric train --data iris --metrics accuracy,matthews`.
#include "gradus/metrics/registry.h"

#include <cmath>
#include <limits>

namespace {

class Matthews : public gradus::metrics::Metric {
 public:
  explicit Matthews(int64_t classes) : classes_(classes) {}

  std::string name() const override { return "matthews"; }
  void reset() override { counts_ = torch::Tensor(); }

  /// Stays on the device: a value is read once a report, not once a batch.
  void update(const torch::Tensor& outputs, const torch::Tensor& targets) override {
    const auto cells = targets * classes_ + gradus::metrics::predicted_classes(outputs);
    const auto counts = cells.bincount({}, classes_ * classes_);
    counts_ = counts_.defined() ? counts_.to(counts.device()) + counts : counts;
  }

  double value() const override {
    if (!counts_.defined()) return std::numeric_limits<double>::quiet_NaN();
    const auto counts = counts_.cpu().to(torch::kFloat64).view({classes_, classes_});
    const auto truth = counts.sum(1), predicted = counts.sum(0), all = counts.sum();
    const auto covariance = counts.trace() * all - truth.dot(predicted);
    const auto spread = (all * all - predicted.square().sum()) * (all * all - truth.square().sum());
    // A single class among the truth or the predictions correlates with nothing.
    const double root = std::sqrt(spread.item<double>());
    return root > 0 ? covariance.item<double>() / root : 0;
  }

  gradus::StateMap state() const override {
    gradus::StateMap state = {{"updated", gradus::integer_state(counts_.defined() ? 1 : 0)}};
    if (counts_.defined()) state["counts"] = counts_;
    return state;
  }

  void load_state(const gradus::StateMap& state) override {
    reset();
    if (gradus::state_integer(state, "updated") == 0) return;
    counts_ = gradus::state_tensor(state, "counts");
  }

 private:
  int64_t classes_;
  torch::Tensor counts_;  ///< [classes × classes] int64, true classes in rows
};

std::unique_ptr<gradus::metrics::Metric> make_matthews(int64_t outputs) {
  return std::make_unique<Matthews>(outputs);
}

GRADUS_REGISTER_METRIC("matthews", make_matthews,
                       {.summary = "correlation of predicted and true classes, -1 to 1"});

}  // namespace
