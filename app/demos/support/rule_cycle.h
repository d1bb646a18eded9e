/// The round in which the perceptron rule turns for ever where no line separates the classes.
#pragma once
#include "gradus/models/perceptron_rule.h"
#include "logic_gates.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace gradus::demos {

/// The weights after pass `again` are those after pass `first`. A pass depends on nothing but the
/// weights that it starts from, so all that lies between comes back for ever.
struct RuleCycle {
  int64_t first, again;
  std::vector<double> weights;                    ///< after both
  std::vector<models::PerceptronUpdate> updates;  ///< between them, in order

  /// A table's rows: pass, input, target, weights after.
  std::vector<std::vector<report::Text>> rows(const TruthTable& gate) const;
  /// How often each of `examples` rows was learnt from.
  std::vector<int64_t> counts(int64_t examples) const;
};

/// The first repetition, if any. `start` are the weights before all `updates`.
std::optional<RuleCycle> find_cycle(const std::vector<double>& start,
                                    const std::vector<models::PerceptronUpdate>& updates);

}  // namespace gradus::demos
