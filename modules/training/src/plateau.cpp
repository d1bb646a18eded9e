#include "gradus/training/plateau.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

constexpr int64_t kMaxCount = 1'000'000'000;

}  // namespace

Plateau::Plateau(PlateauOptions options)
    : options_(std::move(options)), monitor_(options_.monitor) {
  // Written so that nan fails as well.
  if (!(options_.factor > 0 && options_.factor < 1))
    throw UsageError("plateau: factor = {}: expected above 0 and below 1", options_.factor);
  if (!(options_.threshold >= 0 && options_.threshold < 1))
    throw UsageError("plateau: threshold = {}: expected 0 to below 1", options_.threshold);
  if (!(options_.floor >= 0 && options_.floor <= 1))
    throw UsageError("plateau: floor = {}: expected 0 to 1", options_.floor);
  if (std::min({options_.patience, options_.cooldown, options_.warmup}) < 0) {
    throw UsageError("plateau: patience = {}, cooldown = {}, warmup = {}: expected at least 0",
                     options_.patience, options_.cooldown, options_.warmup);
  }
}

void Plateau::on_fit_start(const FitStart& event) {
  if (monitor_.of_validation() && event.validation_examples == 0) {
    throw UsageError("plateau by {} needs a validation set: pass one to fit", monitor_.name());
  }
  steps_per_epoch_ = event.steps_per_epoch;
  rates_.take(event.optimizer);
  scale_ = 1;
  best_ = monitor_.worst();
  bad_epochs_ = cooling_ = 0;
}

void Plateau::on_epoch_start(const EpochStart& event) {
  const int64_t first = (event.epoch - 1) * steps_per_epoch_;
  rises_ = first < options_.warmup;
  // Where training goes on after an epoch's last step, the rate is that step's, for the record.
  set_rate(first + std::min(event.first_step, steps_per_epoch_ - 1));
}

void Plateau::on_step_end(const StepEnd& event) {
  if (rises_ && event.step < event.steps)
    set_rate((event.epoch - 1) * steps_per_epoch_ + event.step);
}

void Plateau::set_rate(int64_t step) const {
  const auto rise = static_cast<double>(step + 1) / static_cast<double>(options_.warmup + 1);
  rates_.set(scale_ * std::min(rise, 1.0));
}

void Plateau::on_epoch_end(const EpochEnd& event) {
  const auto value = monitor_.value(event.record);
  if (!value || event.stop.interrupted) return;  // the epoch is not over
  const double change = std::isfinite(best_) ? std::abs(best_) * options_.threshold : 0;
  if (monitor_.is_better(*value, best_, change)) {
    best_ = *value;
    bad_epochs_ = 0;
  } else {
    ++bad_epochs_;
  }
  if (cooling_ > 0) {
    --cooling_;
    bad_epochs_ = 0;
  }
  if (bad_epochs_ <= options_.patience) return;
  scale_ = std::max(scale_ * options_.factor, options_.floor);
  cooling_ = options_.cooldown;
  bad_epochs_ = 0;
}

void Plateau::on_fit_end(const FitEnd&) {
  rates_.set(1);
}

StateMap Plateau::state() const {
  auto state = rates_.state();
  state["scale"] = number_state(scale_);
  state["best"] = number_state(best_);
  state["bad_epochs"] = integer_state(bad_epochs_);
  state["cooling"] = integer_state(cooling_);
  return state;
}

void Plateau::load_state(const StateMap& state) {
  rates_.load_state(state);
  scale_ = state_number(state, "scale");
  best_ = state_number(state, "best");
  bad_epochs_ = state_integer(state, "bad_epochs");
  cooling_ = state_integer(state, "cooling");
}

PlateauOptions plateau_options(const Settings& settings, int64_t warmup) {
  PlateauOptions options;
  options.factor = settings.real("factor", options.factor, {1e-6, 1 - 1e-6},
                                 "what each fall multiplies the rate by");
  options.patience = settings.integer("patience", options.patience, {0, kMaxCount},
                                      "epochs without an improvement that are let pass");
  options.threshold = settings.real("threshold", options.threshold, {0.0, 1 - 1e-6},
                                    "smallest improvement, as a share of the best");
  options.cooldown = settings.integer("cooldown", options.cooldown, {0, kMaxCount},
                                      "epochs after a fall that are not counted");
  options.floor = settings.real("floor", options.floor, {0.0, 1.0},
                                "share of the rate below which it never falls");
  options.monitor = settings.text("monitor", options.monitor, "value that should get better");
  options.warmup = settings.integer("warmup", warmup, {0, kMaxCount},
                                    "steps over which the rate rises at first");
  settings.reject_unknown("schedule 'plateau'");
  return options;
}

}  // namespace gradus::training
