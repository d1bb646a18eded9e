#include "gradus/report/verdict.h"

#include <algorithm>
#include <iterator>
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
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(findings, verdict, &Finding::verdict);
  };
  const auto all = std::ssize(findings);
  if (count(Verdict::kHolds) == all) return Verdict::kHolds;
  return decide(false, 2 * count(Verdict::kDoesNotHold) <= all);
}

Text overall_rule() {
  return {
      "A topic holds when all its findings hold, holds with limits when at least half of them "
      "hold, if only with limits, and else does not hold.",
      "一个知识点：所有论断都成立，则成立；至少一半论断成立或有条件成立，则有条件成立；否则不成立"
      "。"};
}

}  // namespace gradus::report
