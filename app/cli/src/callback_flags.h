/// The flags of what happens beside the steps: learning-rate schedule, early stopping, averaged
/// weights.
#pragma once
#include "flags.h"
#include "gradus/training/callback.h"
#include "gradus/training/early_stopping.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

struct CallbackRequest {
  std::string schedule;  ///< as `training::make_schedule` takes it; empty for none
  int64_t warmup = 0;    ///< for a schedule that does not name one
  std::optional<training::EarlyStoppingOptions> early_stopping;
  std::optional<double> average_decay;
  std::vector<std::string> registered;  ///< as `training::make_callback` takes each
};

void add_callback_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range, unknown schedules, callbacks and settings included.
CallbackRequest read_callback_flags(const Flags& flags);

/// In the order in which a trainer must have them, before all that log or save: the averaged
/// weights are put in place before early stopping keeps them, and a schedule's rate of the next
/// step is set before a checkpoint is saved. Those of the program's own come last. `metrics` are
/// those that each epoch measures. Throws `UsageError` for an early stopping by another one, or by
/// a validation that there is not, and for two callbacks that would keep their state under one
/// name.
std::vector<std::shared_ptr<training::Callback>> make_callbacks(
    const CallbackRequest& request, const std::vector<std::string>& metrics, bool validates);

}  // namespace gradus::cli
