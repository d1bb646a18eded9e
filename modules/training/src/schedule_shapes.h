/// The schedules by name: each reads its settings and is a file of its own.
#pragma once
#include "gradus/training/schedule.h"

namespace gradus::training {

std::shared_ptr<const Schedule> make_step_schedule(const Settings& settings);
std::shared_ptr<const Schedule> make_multi_step_schedule(const Settings& settings);
std::shared_ptr<const Schedule> make_exponential_schedule(const Settings& settings);
std::shared_ptr<const Schedule> make_cosine_schedule(const Settings& settings);
std::shared_ptr<const Schedule> make_polynomial_schedule(const Settings& settings);
std::shared_ptr<const Schedule> make_one_cycle_schedule(const Settings& settings);

/// A share of the base rate.
constexpr Range<double> kRateShare{0.0, 1.0};
/// What a rate is multiplied by again and again: 0 would end the training unseen.
constexpr Range<double> kRateFactor{1e-6, 1.0};

}  // namespace gradus::training
