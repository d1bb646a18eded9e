#include "gradus/training/learning_rate_schedule.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "gradus/training/plateau.h"

#include <algorithm>

namespace gradus::training {

void LearningRateSchedule::on_fit_start(const FitStart& event) {
  const int64_t steps = event.steps_per_epoch * event.epochs;
  if (plan_.warmup >= steps) {
    throw UsageError("a warm-up of {} steps: expected fewer than the training's {}", plan_.warmup,
                     steps);
  }
  steps_per_epoch_ = event.steps_per_epoch;
  rates_.take(event.optimizer);
}

void LearningRateSchedule::on_epoch_start(const EpochStart& event) {
  changes_ = plan_.changes_within_epoch((event.epoch - 1) * steps_per_epoch_);
  set_rate(event.epoch, event.epochs, event.first_step);
}

void LearningRateSchedule::on_step_end(const StepEnd& event) {
  // After an epoch's last step the rate stays what it was, for the epoch's record.
  if (changes_ && event.step < event.steps) set_rate(event.epoch, event.epochs, event.step);
}

void LearningRateSchedule::on_fit_end(const FitEnd&) {
  rates_.set(1);
}

void LearningRateSchedule::set_rate(int64_t epoch, int64_t epochs, int64_t steps_done) const {
  // Where training goes on after an epoch's last step, the rate is that step's, for the record.
  const int64_t within = std::min(steps_done, steps_per_epoch_ - 1);
  rates_.set(plan_.factor((epoch - 1) * steps_per_epoch_ + within, steps_per_epoch_, epochs));
}

std::shared_ptr<Callback> make_schedule(const std::string& spec, int64_t warmup) {
  const auto named = NamedSettings::parse(spec);
  if (named.name == "plateau") {
    return std::make_shared<Plateau>(plateau_options(named.settings, warmup));
  }
  const auto names = schedule_names();
  if (std::ranges::find(names, named.name) == names.end())
    throw UsageError("{}", unknown_name_message("schedule", named.name, names));
  return std::make_shared<LearningRateSchedule>(make_schedule_plan(named, warmup));
}

std::vector<std::string> schedule_names() {
  auto names = schedule_plan_names();
  names.emplace_back("plateau");
  return names;
}

}  // namespace gradus::training
