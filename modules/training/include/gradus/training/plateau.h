/// Lowers the learning rate when a measured value stops getting better.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/training/base_rates.h"
#include "gradus/training/callback.h"
#include "gradus/training/monitor.h"

namespace gradus::training {

/// When the rate falls, and how far.
struct PlateauOptions {
  double factor = 0.1;  ///< what the rate is multiplied by; above 0, below 1
  /// Epochs in a row without an improvement that are still let pass; at least 0.
  int64_t patience = 10;
  /// How much better than the best a value must be, as a share of the best; at least 0.
  double threshold = 1e-4;
  int64_t cooldown = 0;                     ///< epochs after a fall that are not counted
  double floor = 0;                         ///< share of the base rate below which it never falls
  std::string monitor = "validation_loss";  ///< see `Monitor`
  int64_t warmup = 0;                       ///< steps, see `SchedulePlan`
};

/// As PyTorch's `ReduceLROnPlateau` in its relative threshold mode. Each group's rate is its base
/// rate times one factor; base rates as in `LearningRateSchedule`. A checkpoint keeps all it
/// remembers. A value that is not a number is no improvement.
class Plateau : public Callback {
 public:
  /// Throws `UsageError` for options out of range.
  explicit Plateau(PlateauOptions options = {});

  int64_t step_interval() const override { return rises_ ? 1 : kAnyInterval; }
  /// Throws `UsageError` for a monitored value of the validation set without one.
  void on_fit_start(const FitStart& event) override;
  void on_epoch_start(const EpochStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  std::string state_name() const override { return "plateau"; }
  StateMap state() const override;
  void load_state(const StateMap& state) override;

  /// What the base rates are multiplied by now, warm-up aside.
  double scale() const { return scale_; }

 private:
  void set_rate(int64_t step) const;

  PlateauOptions options_;
  Monitor monitor_;
  BaseRates rates_;
  int64_t steps_per_epoch_ = 1;
  bool rises_ = true;  ///< the warm-up is not over
  double scale_ = 1, best_ = 0;
  int64_t bad_epochs_ = 0, cooling_ = 0;
};

/// From the settings factor, patience, threshold, cooldown, floor, monitor and warmup, each as in
/// `PlateauOptions`; `warmup` is for settings that do not name one. Throws `UsageError` for other
/// settings and values out of range.
PlateauOptions plateau_options(const Settings& settings, int64_t warmup = 0);

}  // namespace gradus::training
