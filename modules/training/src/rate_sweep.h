/// The steps of a learning-rate sweep.
#pragma once
#include "gradus/training/base_rates.h"
#include "gradus/training/callback.h"
#include "gradus/training/learning_rate_finder.h"

namespace gradus::training {

/// Sets each step's rate and notes its loss in `sweep`, which must outlive it.
class RateSweeper : public Callback {
 public:
  RateSweeper(RateSweep& sweep, const RateFinderOptions& finder) : sweep_(sweep), finder_(finder) {}

  void on_fit_start(const FitStart& event) override;
  void on_epoch_start(const EpochStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

 private:
  void set_next_rate();
  void note_loss(const StepEnd& event);

  RateSweep& sweep_;
  RateFinderOptions finder_;
  BaseRates rates_;
  double base_ = 1;       ///< the first group's
  double rate_ = 0;       ///< of the step under way
  double sum_ = 0;        ///< of the losses of the epoch's examples so far
  int64_t examples_ = 0;  ///< those
  double mean_ = 0;       ///< of losses, before the correction for its beginning at 0
};

}  // namespace gradus::training
