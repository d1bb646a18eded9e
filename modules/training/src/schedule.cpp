#include "gradus/training/schedule.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "schedule_shapes.h"

#include <algorithm>
#include <array>

namespace gradus::training {
namespace {

constexpr int64_t kMaxWarmup = 1'000'000'000;

class ConstantSchedule : public Schedule {
 public:
  double factor(int64_t, int64_t) const override { return 1; }
};

struct Entry {
  const char* name;
  std::shared_ptr<const Schedule> (*make)(const Settings&);
  bool per_epoch;  ///< unless the settings say otherwise
};

const std::array kEntries = {Entry{"constant",
                                   [](const Settings&) -> std::shared_ptr<const Schedule> {
                                     return std::make_shared<ConstantSchedule>();
                                   },
                                   true},
                             Entry{"step", make_step_schedule, true},
                             Entry{"multi-step", make_multi_step_schedule, true},
                             Entry{"exponential", make_exponential_schedule, true},
                             Entry{"cosine", make_cosine_schedule, false},
                             Entry{"polynomial", make_polynomial_schedule, false},
                             Entry{"one-cycle", make_one_cycle_schedule, false}};

}  // namespace

double SchedulePlan::factor(int64_t step, int64_t steps_per_epoch, int64_t epochs) const {
  const auto rising = static_cast<double>(step + 1) / static_cast<double>(warmup + 1);
  if (per_epoch) {
    return std::min(rising, 1.0) * schedule->factor(step / steps_per_epoch, epochs);
  }
  const int64_t whole = steps_per_epoch * epochs - warmup;
  return step < warmup ? rising * schedule->factor(0, whole)
                       : schedule->factor(step - warmup, whole);
}

bool SchedulePlan::changes_within_epoch(int64_t first_step) const {
  return !per_epoch || first_step < warmup;
}

SchedulePlan make_schedule_plan(const NamedSettings& spec, int64_t warmup) {
  const auto entry =
      std::ranges::find(kEntries, spec.name, [](const Entry& e) { return std::string(e.name); });
  if (entry == kEntries.end()) {
    throw UsageError("{}", unknown_name_message("schedule", spec.name, schedule_plan_names()));
  }
  const auto& settings = spec.settings;
  SchedulePlan plan{entry->make(settings), entry->per_epoch, 0};
  const bool own_warmup = spec.name == "one-cycle";
  if (!own_warmup) {
    const auto per = settings.choice("per", entry->per_epoch ? "epoch" : "step", {"step", "epoch"},
                                     "in what its time is counted");
    plan.per_epoch = per == "epoch";
    plan.warmup = settings.integer("warmup", warmup, {0, kMaxWarmup},
                                   "steps over which the rate rises to the schedule's");
  } else if (warmup > 0 || settings.has("warmup")) {
    throw UsageError(
        "schedule 'one-cycle' has a warm-up of its own: set its share of the training "
        "by rise, as in one-cycle:rise=0.3");
  }
  settings.reject_unknown(fmt::format("schedule '{}'", spec.name));
  return plan;
}

std::vector<std::string> schedule_plan_names() {
  std::vector<std::string> names;
  for (const auto& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

}  // namespace gradus::training
