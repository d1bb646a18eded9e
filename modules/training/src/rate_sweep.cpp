#include "rate_sweep.h"

#include "gradus/training/optimizers.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {

void RateSweeper::on_fit_start(const FitStart& event) {
  rates_.take(event.optimizer);
  base_ = learning_rate(event.optimizer);
}

void RateSweeper::on_epoch_start(const EpochStart&) {
  sum_ = 0;
  examples_ = 0;
  set_next_rate();
}

void RateSweeper::set_next_rate() {
  const auto done = static_cast<double>(sweep_.rates.size());
  rate_ = finder_.from *
          std::pow(finder_.to / finder_.from, done / static_cast<double>(finder_.steps - 1));
  rates_.set(rate_ / base_);
}

void RateSweeper::on_step_end(const StepEnd& event) {
  note_loss(event);
  const double loss = sweep_.losses.back();
  if (!std::isfinite(loss)) {
    sweep_.rates.pop_back();
    sweep_.losses.pop_back();
    event.stop.ask("the loss was not finite");
    return;
  }
  mean_ = finder_.smoothing * mean_ + (1 - finder_.smoothing) * loss;
  const auto steps = static_cast<double>(sweep_.losses.size());
  sweep_.smoothed.push_back(mean_ / (1 - std::pow(finder_.smoothing, steps)));
  const double lowest = *std::ranges::min_element(sweep_.smoothed);
  if (sweep_.smoothed.back() > finder_.stop_ratio * lowest) {
    event.stop.ask(fmt::format("the loss exceeded {:g} times its lowest", finder_.stop_ratio));
  } else if (std::ssize(sweep_.losses) == finder_.steps) {
    event.stop.ask("");
  } else {
    set_next_rate();
  }
}

void RateSweeper::note_loss(const StepEnd& event) {
  const double sum = event.mean_loss() * static_cast<double>(event.examples);
  sweep_.rates.push_back(rate_);
  sweep_.losses.push_back((sum - sum_) / static_cast<double>(event.examples - examples_));
  sum_ = sum;
  examples_ = event.examples;
}

void RateSweeper::on_fit_end(const FitEnd& event) {
  sweep_.end = event.stop.reason;
}

}  // namespace gradus::training
