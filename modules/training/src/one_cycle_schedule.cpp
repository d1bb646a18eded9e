#include "schedule_shapes.h"

#include <cmath>
#include <numbers>

namespace gradus::training {
namespace {

class OneCycleSchedule : public Schedule {
 public:
  OneCycleSchedule(double rise, double start, double final, bool linear)
      : rise_(rise), start_(start), final_(final), linear_(linear) {}

  double factor(int64_t now, int64_t whole) const override {
    const auto time = static_cast<double>(now), last = static_cast<double>(whole - 1);
    // The top is reached in the last step of the rise, as in PyTorch.
    const double top = rise_ * static_cast<double>(whole) - 1;
    return time <= top ? between(start_, 1, time, top) : between(1, final_, time - top, last - top);
  }

 private:
  /// After `time` of `length` on the way from one share to another.
  double between(double from, double to, double time, double length) const {
    const double done = length > 0 ? time / length : 1;
    if (linear_) return from + (to - from) * done;
    return to + (from - to) / 2 * (1 + std::cos(std::numbers::pi * done));
  }

  double rise_, start_, final_;
  bool linear_;
};

}  // namespace

std::shared_ptr<const Schedule> make_one_cycle_schedule(const Settings& settings) {
  const double rise = settings.real("rise", 0.3, kRateShare, "share of the training that it rises");
  const double start = settings.real("start", 1.0 / 25, kRateShare, "share of the rate at first");
  const double final = settings.real("final", 4e-6, kRateShare, "share of the rate at the end");
  const auto shape = settings.choice("shape", "cosine", {"cosine", "linear"}, "of rise and fall");
  return std::make_shared<OneCycleSchedule>(rise, start, final, shape == "linear");
}

}  // namespace gradus::training
