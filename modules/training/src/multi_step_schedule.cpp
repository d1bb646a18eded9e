#include "gradus/core/error.h"
#include "schedule_shapes.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

class MultiStepSchedule : public Schedule {
 public:
  MultiStepSchedule(std::vector<int64_t> at, double factor) : at_(std::move(at)), factor_(factor) {}
  double factor(int64_t now, int64_t) const override {
    const auto falls = std::ranges::upper_bound(at_, now) - at_.begin();
    return std::pow(factor_, static_cast<double>(falls));
  }

 private:
  std::vector<int64_t> at_;
  double factor_;
};

}  // namespace

std::shared_ptr<const Schedule> make_multi_step_schedule(const Settings& settings) {
  auto at = settings.integers("at", {}, {1, 1'000'000'000}, "epochs after which the rate falls");
  const bool ascending = std::ranges::adjacent_find(at, std::greater_equal()) == at.end();
  if (at.empty() || !ascending) {
    throw UsageError("schedule 'multi-step': at={}: expected ascending numbers, as in at=30-80",
                     settings.text("at", "none", ""));
  }
  return std::make_shared<MultiStepSchedule>(
      std::move(at),
      settings.real("factor", 0.1, kRateFactor, "what each fall multiplies the rate by"));
}

}  // namespace gradus::training
