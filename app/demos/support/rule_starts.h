/// The perceptron rule from many random starts of one length, counted against Novikoff's bounds.
#pragma once
#include "gradus/models/novikoff.h"
#include "rule_run.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace gradus::demos {

struct RuleStarts {
  double length = 0;  ///< |W| of every start
  int64_t runs = 0, learnt = 0;
  int64_t above_zero_bound = 0;  ///< runs with more updates than (R/γ)²
  int64_t above_own_bound = 0;   ///< runs with more updates than the bound of their own start
  double mean_updates = 0, most_updates = 0;
  double most_of_own_bound = 0;  ///< the largest share of its own bound that a run needed
  /// The shortest length with a run above (R/γ)².
  double shortest_above = std::numeric_limits<double>::infinity();
};

/// How the starts are chosen: directions by the seed, the same ones for every gate.
struct StartSettings {
  int64_t runs = 100;    ///< of each length
  double longest = 100;  ///< the 13 lengths are `longest`, and 4 a decade below it
};

std::vector<RuleStarts> run_starts(const TruthTable& gate, const models::Separation& separation,
                                   const StartSettings& starts, const RuleSettings& rule,
                                   const Setup& setup);

/// All runs that start no farther than `longest` from zero, `length` being that of the farthest.
RuleStarts total(const std::vector<RuleStarts>& starts,
                 double longest = std::numeric_limits<double>::infinity());

/// Updates against the length of the starts, with (R/γ)² and the bound for any start of a length,
/// (R/γ)² + 2 |W| / (η γ).
report::Panel bounds_panel(report::Text title, const std::vector<RuleStarts>& starts,
                           const models::Separation& separation, double learning_rate);

}  // namespace gradus::demos
