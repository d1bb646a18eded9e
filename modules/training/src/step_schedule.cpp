#include "schedule_shapes.h"

#include <cmath>

namespace gradus::training {
namespace {

class StepSchedule : public Schedule {
 public:
  StepSchedule(int64_t every, double factor) : every_(every), factor_(factor) {}
  double factor(int64_t now, int64_t) const override {
    return std::pow(factor_, static_cast<double>(now / every_));
  }

 private:
  int64_t every_;
  double factor_;
};

}  // namespace

std::shared_ptr<const Schedule> make_step_schedule(const Settings& settings) {
  const int64_t every =
      settings.integer("every", 10, {1, 1'000'000'000}, "epochs between one fall and the next");
  return std::make_shared<StepSchedule>(
      every, settings.real("factor", 0.1, kRateFactor, "what each fall multiplies the rate by"));
}

}  // namespace gradus::training
