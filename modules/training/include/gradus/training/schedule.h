/// How the learning rate changes while training goes on, as a pure function of time.
#pragma once
#include "gradus/core/settings.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gradus::training {

/// A shape over the training: nothing is remembered from one moment to the next, so that a training
/// that goes on from a checkpoint has the same rates as one that never stopped.
class Schedule {
 public:
  virtual ~Schedule() = default;
  /// What the base rate is multiplied by in step (or epoch) `now` of `whole`: 0 <= now < whole.
  virtual double factor(int64_t now, int64_t whole) const = 0;
};

/// A schedule's place in a training.
struct SchedulePlan {
  std::shared_ptr<const Schedule> schedule;  ///< never null
  bool per_epoch = false;                    ///< time is counted in epochs, else in steps
  /// Steps over which the rate first rises linearly: step k takes (k + 1) / (warmup + 1) of it, as
  /// PyTorch's `LinearLR(start_factor=1/(warmup + 1), total_iters=warmup)`. A schedule over steps
  /// begins after them and has the rest of the training (`SequentialLR`); one over epochs counts
  /// epochs from the first (`ChainedScheduler`).
  int64_t warmup = 0;

  /// The factor of step `step` (from 0) of the training.
  double factor(int64_t step, int64_t steps_per_epoch, int64_t epochs) const;
  /// Whether the factor may change between the steps of the epoch that begins with `first_step`.
  bool changes_within_epoch(int64_t first_step) const;
};

/// A schedule by name:
///
/// | name        | settings (defaults)                       | factor of the base rate           |
/// | ----------- | ----------------------------------------- | --------------------------------- |
/// | constant    |                                           | 1                                 |
/// | step        | every (10), factor (0.1)                  | factor^floor(k / every)           |
/// | multi-step  | at, as in at=30-80; factor (0.1)          | factor^(how many of `at` are <= k) |
/// | exponential | factor (0.95)                             | factor^k                          |
/// | cosine      | final (0), restarts (0)                   | half a cosine wave from 1 to final |
/// | polynomial  | power (1), final (0)                      | (1 - k / n)^power, from 1 to final |
/// | one-cycle   | rise (0.3), start (0.04), final (4e-6), shape (cosine, linear) | see below |
///
/// One-cycle goes from start up to 1 in the share `rise` of the training, then down to final.
///
/// Time k of n is in epochs for step, multi-step and exponential and in steps for the others,
/// unless `per=step` or `per=epoch` says otherwise; `warmup=N` steps go before each but one-cycle,
/// which has its own. As in PyTorch's schedulers of these names. Sources: cosine with restarts,
/// Loshchilov and Hutter, "SGDR" (2017); one-cycle, Smith, "A disciplined approach to neural
/// network hyper-parameters" (2018), as PyTorch's `OneCycleLR` with cycle_momentum=False.
///
/// `warmup` is for a spec that does not name one. Throws `UsageError` for an unknown name or
/// setting, nearest first, and for values out of range.
SchedulePlan make_schedule_plan(const NamedSettings& spec, int64_t warmup = 0);

/// The names above.
std::vector<std::string> schedule_plan_names();

}  // namespace gradus::training
