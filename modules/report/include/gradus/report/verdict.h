/// What was claimed, by which rule it was judged, what was measured, and the verdict.
#pragma once
#include "gradus/report/text.h"

#include <vector>

namespace gradus::report {

/// Whether a claim was found to be true.
enum class Verdict {
  kHolds,            ///< wholly
  kHoldsWithLimits,  ///< in a part, which is named
  kDoesNotHold,      ///< not, or not shown
};

/// `holds` / 成立, `holds with limits` / 有条件成立, `does not hold` / 不成立.
Text to_text(Verdict verdict);

/// One judged claim. `verdict` is computed from measured numbers by the rule that `rule` states.
struct Finding {
  Text claim,       ///< what should be so
      rule,         ///< which numbers decide, and how
      measured;     ///< those numbers
  Verdict verdict;  ///< of `decide`
};

/// kHolds where `holds`, else kHoldsWithLimits where `with_limits`, else kDoesNotHold.
Verdict decide(bool holds, bool with_limits = false);

/// Of several findings together: kHolds when all hold; else kHoldsWithLimits when at least half of
/// them hold, if only with limits; else kDoesNotHold. Throws `std::invalid_argument` for none.
Verdict overall(const std::vector<Finding>& findings);

/// That rule in words, for readers.
Text overall_rule();

}  // namespace gradus::report
