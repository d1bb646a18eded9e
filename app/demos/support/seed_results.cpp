#include "seed_results.h"

#include <stdexcept>

namespace gradus::demos {

std::vector<double> mean_by_seed(const std::vector<std::vector<double>>& networks) {
  if (networks.empty()) throw std::invalid_argument("mean_by_seed: no networks");
  std::vector<double> means(networks.front().size(), 0.0);
  for (const auto& values : networks) {
    if (values.size() != means.size()) {
      throw std::invalid_argument("mean_by_seed: different counts");
    }
    for (size_t i = 0; i < means.size(); ++i) means[i] += values[i];
  }
  for (double& mean : means) mean /= static_cast<double>(networks.size());
  return means;
}

report::Text points_cell(const report::Estimate& difference) {
  return report::number("{:+.2f} [{:+.2f}, {:+.2f}]", 100 * difference.mean, 100 * difference.low,
                        100 * difference.high);
}

}  // namespace gradus::demos
