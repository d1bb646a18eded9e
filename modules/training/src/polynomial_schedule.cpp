#include "schedule_shapes.h"

#include <cmath>

namespace gradus::training {
namespace {

class PolynomialSchedule : public Schedule {
 public:
  PolynomialSchedule(double power, double final) : power_(power), final_(final) {}
  double factor(int64_t now, int64_t whole) const override {
    const auto left = static_cast<double>(whole - now) / static_cast<double>(whole);
    return final_ + (1 - final_) * std::pow(left, power_);
  }

 private:
  double power_, final_;
};

}  // namespace

std::shared_ptr<const Schedule> make_polynomial_schedule(const Settings& settings) {
  const double power =
      settings.real("power", 1, {0.01, 100}, "1 falls in a line, 2 fast at first and then slowly");
  return std::make_shared<PolynomialSchedule>(
      power, settings.real("final", 0, kRateShare, "share of the rate that it falls to"));
}

}  // namespace gradus::training
