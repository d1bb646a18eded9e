#include "gradus/training/learning_rate_finder.h"

#include "generator_state.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"
#include "rate_sweep.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

constexpr int64_t kMinSteps = 20, kMaxSteps = 1'000'000;
/// Share of the steps at either end that say nothing about where the loss falls.
constexpr double kMargin = 0.1;
constexpr double kBelowLowest = 0.1;
/// A loss that fell by less than this share has not been moved by any rate.
constexpr double kLeastFall = 0.01;
/// Share of the whole fall after which it has begun.
constexpr double kBegun = 0.1;

void check_options(const RateFinderOptions& finder) {
  // Written so that nan fails as well.
  if (!(finder.from > 0 && finder.from < finder.to && std::isfinite(finder.to))) {
    throw UsageError("rates from {} to {}: expected 0 < from < to", finder.from, finder.to);
  }
  if (finder.steps < kMinSteps || finder.steps > kMaxSteps)
    throw UsageError("steps = {}: expected {} to {}", finder.steps, kMinSteps, kMaxSteps);
  if (!(finder.smoothing >= 0 && finder.smoothing < 1))
    throw UsageError("smoothing = {}: expected 0 to below 1", finder.smoothing);
  if (!(finder.stop_ratio > 1))
    throw UsageError("stop ratio = {}: expected above 1", finder.stop_ratio);
}

/// Puts a model and LibTorch's generators back to what they were.
class Untouched {
 public:
  Untouched(torch::nn::Module& model, torch::Device device)
      : model_(model),
        device_(device),
        training_(model.is_training()),
        generators_(generator_state(device)) {
    for (const auto& [name, tensor] : checkpoint::state_of(model)) state_[name] = tensor.clone();
  }
  ~Untouched() {
    checkpoint::load_state(model_, state_);
    model_.train(training_);
    load_generators(generators_, device_);
  }
  Untouched(const Untouched&) = delete;
  Untouched& operator=(const Untouched&) = delete;

 private:
  torch::nn::Module& model_;
  torch::Device device_;
  bool training_;
  StateMap state_, generators_;
};

/// The slope of the smoothed loss at a step, against the logarithm of the rate.
double slope(const RateSweep& sweep, size_t i) {
  return (sweep.smoothed[i + 1] - sweep.smoothed[i - 1]) /
         std::log(sweep.rates[i + 1] / sweep.rates[i - 1]);
}

}  // namespace

void judge_sweep(RateSweep& sweep) {
  const auto& smoothed = sweep.smoothed;
  const auto margin =
      std::max<size_t>(1, static_cast<size_t>(kMargin * static_cast<double>(smoothed.size())));
  const auto first = smoothed.begin() + static_cast<std::ptrdiff_t>(margin);
  const auto lowest = std::min_element(first, smoothed.end());
  sweep.lowest_loss = *lowest;
  sweep.lowest_rate = sweep.rates[static_cast<size_t>(lowest - smoothed.begin())];
  if (*lowest > *first - kLeastFall * std::abs(*first)) return;
  // Before the loss has begun to fall, slopes are of the batches and not of the rate.
  const double begun = *first - kBegun * (*first - *lowest);
  const auto end = static_cast<size_t>(lowest - smoothed.begin());
  auto begin = end;
  while (begin > margin && smoothed[begin - 1] <= begun) --begin;
  size_t steepest = std::min(begin, smoothed.size() - 2);
  for (size_t i = steepest; i < end && i + 1 < smoothed.size(); ++i) {
    if (slope(sweep, i) < slope(sweep, steepest)) steepest = i;
  }
  sweep.steepest_rate = sweep.rates[steepest];
  sweep.suggestion = std::min(*sweep.steepest_rate, kBelowLowest * sweep.lowest_rate);
}

RateSweep find_learning_rate(torch::nn::AnyModule model, const OptimizerSpec& optimizer,
                             const Loss& loss, TrainerOptions options, const data::Dataset& train,
                             const RateFinderOptions& finder) {
  check_options(finder);
  model.ptr()->to(options.device());
  if (options.precision() == engine::Precision::kFloat64) model.ptr()->to(torch::kFloat64);
  const Untouched untouched(*model.ptr(), options.device());
  RateSweep sweep;
  // Every epoch has a step at least.
  Trainer trainer(model, optimizer, loss, options.epochs(finder.steps));
  trainer.add(std::make_shared<RateSweeper>(sweep, finder));
  try {
    trainer.fit(train);
  } catch (const DivergedError&) {
    sweep.end = "the loss was not finite";
  }
  if (std::ssize(sweep.losses) < finder.steps / 4) {
    throw RunError(
        "the learning-rate sweep ended at {:g}, after {} of {} steps: {}; begin it with a "
        "lower rate, or look for extreme values in the data",
        sweep.rates.empty() ? finder.from : sweep.rates.back(), sweep.rates.size(), finder.steps,
        sweep.end);
  }
  judge_sweep(sweep);
  return sweep;
}

}  // namespace gradus::training
