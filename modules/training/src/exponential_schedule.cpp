#include "schedule_shapes.h"

#include <cmath>

namespace gradus::training {
namespace {

class ExponentialSchedule : public Schedule {
 public:
  explicit ExponentialSchedule(double factor) : factor_(factor) {}
  double factor(int64_t now, int64_t) const override {
    return std::pow(factor_, static_cast<double>(now));
  }

 private:
  double factor_;
};

}  // namespace

std::shared_ptr<const Schedule> make_exponential_schedule(const Settings& settings) {
  return std::make_shared<ExponentialSchedule>(
      settings.real("factor", 0.95, kRateFactor, "what each epoch multiplies the rate by"));
}

}  // namespace gradus::training
