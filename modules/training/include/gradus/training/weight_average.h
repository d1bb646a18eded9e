/// An exponential moving average of the weights, which often generalises better than the weights.
#pragma once
#include "gradus/training/callback.h"

#include <vector>

namespace gradus::training {

/// How long an average remembers.
struct WeightAverageOptions {
  /// Share of the average that a step leaves as it is; 0 to below 1.
  double decay = 0.999;
  /// After t updates the decay is at most (1 + t) / (10 + t), so that the first weights are soon
  /// forgotten; as in TensorFlow's `ExponentialMovingAverage` with `num_updates`.
  bool warm_up = true;
};

/// After each step: average = decay * average + (1 - decay) * weights; the average begins as the
/// weights at the training's start. The validation after an epoch measures the average, training
/// goes on with the weights, and at its end the model is left with the average (unless it was
/// interrupted: then it is to go on). Buffers, as those of batch normalization, are those of the
/// weights. A checkpoint keeps the average. Polyak and Juditsky, 1992; Tarvainen and Valpola, 2017.
///
/// Add it before callbacks that keep or save the model's weights.
class WeightAverage : public Callback {
 public:
  /// Throws `UsageError` for a decay out of range.
  explicit WeightAverage(WeightAverageOptions options = {});

  void on_fit_start(const FitStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_validation_start(const ValidationStart& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  std::string state_name() const override { return "weight_average"; }
  /// "updates", and "average.<i>" of each of the optimizer's parameters, which are flat: see
  /// `FitStart::optimizer`.
  StateMap state() const override;
  /// Throws `CheckpointError` for an average of other parameters.
  void load_state(const StateMap& state) override;

 private:
  WeightAverageOptions options_;
  std::vector<torch::Tensor> weights_;   ///< the optimizer's parameters, without a gradient
  std::vector<torch::Tensor> averages_;  ///< one each
  std::vector<torch::Tensor> aside_;     ///< the weights while their averages are measured
  int64_t updates_ = 0;
};

}  // namespace gradus::training
