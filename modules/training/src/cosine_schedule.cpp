#include "schedule_shapes.h"

#include <cmath>
#include <numbers>

namespace gradus::training {
namespace {

class CosineSchedule : public Schedule {
 public:
  CosineSchedule(double final, int64_t restarts) : final_(final), waves_(restarts + 1) {}
  double factor(int64_t now, int64_t whole) const override {
    // In whole numbers, so that a wave begins exactly at 1.
    const auto done = static_cast<double>(now * waves_ % whole) / static_cast<double>(whole);
    return final_ + (1 - final_) * (1 + std::cos(std::numbers::pi * done)) / 2;
  }

 private:
  double final_;
  int64_t waves_;
};

}  // namespace

std::shared_ptr<const Schedule> make_cosine_schedule(const Settings& settings) {
  const double final =
      settings.real("final", 0, kRateShare, "share of the rate that the wave ends with");
  return std::make_shared<CosineSchedule>(
      final, settings.integer("restarts", 0, {0, 1000},
                              "how often the wave begins anew, in parts of equal length"));
}

}  // namespace gradus::training
