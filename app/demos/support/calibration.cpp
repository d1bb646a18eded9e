#include "calibration.h"

namespace gradus::demos {

std::vector<CalibrationBin> calibration(const torch::Tensor& probabilities,
                                        const torch::Tensor& targets,
                                        const std::vector<double>& edges) {
  const auto p = probabilities.to(torch::kCPU, torch::kFloat64);
  const auto y = targets.to(torch::kCPU);
  std::vector<CalibrationBin> bins;
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const double low = edges[i], high = edges[i + 1];
    const bool last = i + 2 == edges.size();
    const auto inside = p.ge(low).logical_and(last ? p.le(high) : p.lt(high));
    bins.push_back({low, high, inside.sum().item<int64_t>(),
                    y.masked_select(inside).eq(1).sum().item<int64_t>(),
                    p.masked_select(inside).sum().item<double>()});
  }
  return bins;
}

std::vector<std::vector<report::Text>> calibration_rows(const std::vector<CalibrationBin>& bins) {
  using report::number;
  std::vector<std::vector<report::Text>> rows;
  for (const auto& bin : bins) {
    rows.push_back({number("{:g} – {:g}", bin.low, bin.high), number("{}", bin.examples),
                    number("{:.1f}", bin.expected), number("{}", bin.of_class_1)});
  }
  return rows;
}

}  // namespace gradus::demos
