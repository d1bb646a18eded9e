#include "wording.h"

namespace gradus::demos {

using report::Estimate;
using report::Text;

Text points(const Estimate& difference) {
  return report::text("{:+.2f} points [{:+.2f}, {:+.2f}], {} seeds",
                      "{:+.2f} 个百分点 [{:+.2f}, {:+.2f}]，{} 个种子", 100 * difference.mean,
                      100 * difference.low, 100 * difference.high, difference.count);
}

Text interval(const Estimate& estimate) {
  return report::text("{:.4g} [{:.4g}, {:.4g}], {} seeds", "{:.4g} [{:.4g}, {:.4g}]，{} 个种子",
                      estimate.mean, estimate.low, estimate.high, estimate.count);
}

Text mean_deviation(const Estimate& estimate) {
  return report::number("{:.4f} ± {:.4f}", estimate.mean, estimate.deviation);
}

Text out_of(int64_t part, int64_t whole) {
  return report::text("{} of {}", "{1} 个中 {0} 个", part, whole);
}

}  // namespace gradus::demos
