#include "callback_flags.h"

#include "gradus/core/error.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/learning_rate_schedule.h"
#include "gradus/training/monitor.h"
#include "gradus/training/weight_average.h"

#include <fmt/ranges.h>

#include <set>

namespace gradus::cli {
namespace {

constexpr Range<int64_t> kPatience{1, 1'000'000};
constexpr Range<int64_t> kWarmup{0, 1'000'000'000};

std::optional<training::EarlyStoppingOptions> read_early_stopping(const Flags& flags) {
  if (!flags.given("--early-stopping")) {
    for (const char* flag : {"--min-change", "--monitor", "--no-restore-best"}) {
      if (flags.typed(flag))
        throw UsageError("{} is for early stopping: give --early-stopping N as well", flag);
    }
    return std::nullopt;
  }
  training::EarlyStoppingOptions options;
  options.patience = flags.integer("--early-stopping", options.patience, kPatience);
  options.minimum_change = flags.real("--min-change", 0, {0.0, 1e30});
  options.monitor = flags.text("--monitor", options.monitor);
  options.restore_best = !flags.on("--no-restore-best");
  return options;
}

/// Before the training, and not at its first checkpoint.
void check_states(const std::vector<std::shared_ptr<training::Callback>>& callbacks) {
  std::set<std::string> names;
  for (const auto& callback : callbacks) {
    const auto name = callback->state_name();
    if (!name.empty() && !names.insert(name).second)
      throw UsageError("--callback: two callbacks keep their state as '{}': leave out one", name);
  }
}

}  // namespace

void add_callback_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Schedule and stopping");
  flags.add(app, "--schedule", "SPEC",
            fmt::format("How the learning rate changes, as in cosine:final=0.01 or "
                        "step:every=10,factor=0.5: {} [constant]",
                        fmt::join(training::schedule_names(), ", ")));
  flags.add(app, "--warmup", "N", "Steps over which the learning rate rises at first [0]");
  flags.add(app, "--early-stopping", "N",
            "End after N epochs without an improvement, with the best weights [off]");
  flags.add(app, "--min-change", "X", "How much better counts as an improvement [0]");
  flags.add(app, "--monitor", "NAME",
            "What is to improve: validation_loss, train_loss, or one of --metrics "
            "[validation_loss]");
  flags.add_switch(app, "--no-restore-best", "Keep the last weights, not the best");
  flags.add(app, "--ema", "DECAY",
            "Measure and keep an exponential moving average of the weights, 0 to below 1, as in "
            "0.999 [off]");
  flags.add_list(app, "--callback", "NAME",
                 "NAME[:key=value,…] of a callback of the program's own (see gradus callbacks); "
                 "may be given several times");
}

CallbackRequest read_callback_flags(const Flags& flags) {
  CallbackRequest request;
  request.schedule = flags.text("--schedule", "");
  request.warmup = flags.integer("--warmup", 0, kWarmup);
  if (request.schedule.empty() && request.warmup > 0) request.schedule = "constant";
  if (!request.schedule.empty()) training::make_schedule(request.schedule, request.warmup);
  request.early_stopping = read_early_stopping(flags);
  request.average_decay = flags.optional_real("--ema", {0.0, 1 - 1e-12});
  request.registered = flags.texts("--callback");
  // Says what is wrong before any data is read.
  for (const auto& spec : request.registered) training::make_callback(spec);
  return request;
}

std::vector<std::shared_ptr<training::Callback>> make_callbacks(
    const CallbackRequest& request, const std::vector<std::string>& metrics, bool validates) {
  std::vector<std::shared_ptr<training::Callback>> callbacks;
  if (request.average_decay) {
    callbacks.push_back(std::make_shared<training::WeightAverage>(
        training::WeightAverageOptions{.decay = *request.average_decay}));
  }
  if (request.early_stopping) {
    const training::Monitor monitor(request.early_stopping->monitor);
    monitor.check(metrics);
    if (monitor.of_validation() && !validates) {
      throw UsageError(
          "--early-stopping by {} needs a validation part: give --validation above 0, "
          "or --monitor train_loss",
          monitor.name());
    }
    callbacks.push_back(std::make_shared<training::EarlyStopping>(*request.early_stopping));
  }
  if (!request.schedule.empty())
    callbacks.push_back(training::make_schedule(request.schedule, request.warmup));
  for (const auto& spec : request.registered) callbacks.push_back(training::make_callback(spec));
  check_states(callbacks);
  return callbacks;
}

}  // namespace gradus::cli
