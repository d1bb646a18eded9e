#include "gradus/report/verdict.h"

#include <algorithm>
#include <stdexcept>

namespace gradus::report {

Text to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::kHolds:
      return {"holds", "成立"};
    case Verdict::kHoldsWithLimits:
      return {"holds with limits", "有条件成立"};
    case Verdict::kDoesNotHold:
      break;
  }
  return {"does not hold", "不成立"};
}

Verdict decide(bool holds, bool with_limits) {
  if (holds) return Verdict::kHolds;
  return with_limits ? Verdict::kHoldsWithLimits : Verdict::kDoesNotHold;
}

Verdict overall(const std::vector<Finding>& findings) {
  if (findings.empty()) throw std::invalid_argument("a verdict needs at least one finding");
  const auto all = [&](Verdict verdict) {
    return std::ranges::all_of(findings, [&](const Finding& f) { return f.verdict == verdict; });
  };
  if (all(Verdict::kHolds)) return Verdict::kHolds;
  return all(Verdict::kDoesNotHold) ? Verdict::kDoesNotHold : Verdict::kHoldsWithLimits;
}

}  // namespace gradus::report
