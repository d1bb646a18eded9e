#include "ranking_curves.h"

#include <algorithm>

namespace gradus::report {

Line thinned(const Line& line, size_t most) {
  const size_t count = line.x.size();
  if (count <= most) return line;
  Line kept;
  for (size_t i = 0; i < most; ++i) {
    const size_t at = i * (count - 1) / (most - 1);
    kept.x.push_back(line.x[at]);
    kept.y.push_back(line.y[at]);
  }
  return kept;
}

Line stepped(const Line& line) {
  Line steps;
  for (size_t i = 0; i < line.x.size(); ++i) {
    if (i > 0) {
      steps.x.push_back(line.x[i]);
      steps.y.push_back(line.y[i - 1]);
    }
    steps.x.push_back(line.x[i]);
    steps.y.push_back(line.y[i]);
  }
  return steps;
}

double value_at(const Line& line, double x) {
  const auto after = std::ranges::upper_bound(line.x, x) - line.x.begin();
  if (after == 0) return line.y.front();
  const auto right = static_cast<size_t>(after), left = right - 1;
  if (right == line.x.size()) return line.y.back();
  const double part = (x - line.x[left]) / (line.x[right] - line.x[left]);
  return line.y[left] + part * (line.y[right] - line.y[left]);
}

Line mean_line(std::span<const Line> lines, size_t count) {
  Line mean;
  for (size_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(count - 1);
    double sum = 0;
    for (const auto& line : lines) sum += value_at(line, x);
    mean.x.push_back(x);
    mean.y.push_back(sum / static_cast<double>(lines.size()));
  }
  return mean;
}

}  // namespace gradus::report
