/// Capacity and overfitting: wider networks on few noisy examples, and four remedies.
#pragma once
#include "demo.h"
#include "remedies.h"

namespace gradus::demos::overfitting {

struct Options {
  MoonsTask task;
  std::vector<int64_t> widths;  ///< ascending, at least two
  int64_t patience, more, seeds;
  double dropout, weight_decay;
};

struct Result {
  std::vector<int64_t> widths;
  std::vector<Arm> plain;     ///< an arm a width
  std::vector<Arm> remedies;  ///< at the largest width
};

/// Throws `UsageError` for fewer than two widths.
Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
/// The width with the least mean test loss over `count` seeds from the one at `first`.
const Arm& best_width(const Result& result, size_t first, size_t count);
/// The largest width's values less those of the best width, a value a seed. Which width is the
/// best, each half of the seeds tells the other: chosen by its own losses it would look too good.
std::vector<double> beyond_best(const Result& result, double Trained::*member);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::overfitting
