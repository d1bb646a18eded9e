/// Sets the learning rate by a schedule.
#pragma once
#include "gradus/training/base_rates.h"
#include "gradus/training/callback.h"
#include "gradus/training/schedule.h"

#include <string>

namespace gradus::training {

/// Gives every group of the optimizer its base rate times the schedule's factor: before each step,
/// or before each epoch where it changes no more often than that. The base rates are those that the
/// optimizer has when `fit` begins, and it has them again when `fit` ends; a checkpoint keeps them,
/// and a training that goes on with more epochs follows the schedule over all of them. With
/// accumulated gradients a step is a batch.
///
///     trainer.add(make_schedule("cosine:warmup=500,final=0.01"));
class LearningRateSchedule : public Callback {
 public:
  /// `plan`: of `make_schedule_plan`, or of a `Schedule` of your own.
  explicit LearningRateSchedule(SchedulePlan plan) : plan_(std::move(plan)) {}

  /// 1 in epochs in which the rate changes from step to step.
  int64_t step_interval() const override { return changes_ ? 1 : kAnyInterval; }
  /// Throws `UsageError` for a warm-up as long as the training.
  void on_fit_start(const FitStart& event) override;
  void on_epoch_start(const EpochStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  std::string state_name() const override { return "schedule"; }
  StateMap state() const override { return rates_.state(); }
  void load_state(const StateMap& state) override { rates_.load_state(state); }

 private:
  /// Of the step after `steps_done` of `epoch`.
  void set_rate(int64_t epoch, int64_t epochs, int64_t steps_done) const;

  SchedulePlan plan_;
  BaseRates rates_;
  int64_t steps_per_epoch_ = 1;
  bool changes_ = true;  ///< within the epoch under way
};

/// A `LearningRateSchedule` or a `Plateau` from a text such as `one-cycle:rise=0.2` or
/// `plateau:patience=5`. `warmup` is for a text that does not name one. Throws as
/// `make_schedule_plan` does.
std::shared_ptr<Callback> make_schedule(const std::string& spec, int64_t warmup = 0);

/// The names that `make_schedule` takes.
std::vector<std::string> schedule_names();

}  // namespace gradus::training
