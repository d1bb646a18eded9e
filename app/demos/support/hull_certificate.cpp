#include "hull_certificate.h"

#include <fmt/format.h>

#include <numeric>
#include <string>

namespace gradus::demos {
namespace {

/// Σ αᵢ and Σ αᵢ xᵢ over one class; nothing where some αᵢ is negative.
struct Weighted {
  int64_t total = 0;
  std::vector<int64_t> point;
  bool operator==(const Weighted&) const = default;
};

std::optional<Weighted> weigh(const std::vector<std::vector<int64_t>>& inputs,
                              const std::vector<int64_t>& targets,
                              const std::vector<int64_t>& counts, int64_t target) {
  Weighted sum{0, std::vector<int64_t>(inputs.front().size(), 0)};
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (counts[i] < 0) return std::nullopt;
    if (targets[i] != target) continue;
    sum.total += counts[i];
    for (size_t f = 0; f < sum.point.size(); ++f) sum.point[f] += counts[i] * inputs[i][f];
  }
  return sum;
}

}  // namespace

std::optional<HullCertificate> certify(const std::vector<std::vector<int64_t>>& inputs,
                                       const std::vector<int64_t>& targets,
                                       const std::vector<int64_t>& counts) {
  if (inputs.empty() || counts.size() != inputs.size()) return std::nullopt;
  const auto zero = weigh(inputs, targets, counts, 0);
  const auto one = weigh(inputs, targets, counts, 1);
  if (!zero || !one || *zero != *one || one->total == 0) return std::nullopt;
  return HullCertificate{counts, one->total, one->point};
}

std::string HullCertificate::to_string() const {
  std::string text;
  for (const int64_t coordinate : point) {
    const int64_t divisor = std::gcd(coordinate, total);
    text += text.empty() ? "(" : ", ";
    text += divisor == total ? fmt::format("{}", coordinate / divisor)
                             : fmt::format("{}/{}", coordinate / divisor, total / divisor);
  }
  return text + ")";
}

void draw_hulls(report::Panel& panel, const HullCertificate& certificate) {
  for (const auto& marks : panel.marks) {
    panel.curves.push_back({.x = marks.x, .y = marks.y, .colour = marks.colour});
  }
  const auto total = static_cast<double>(certificate.total);
  panel.marks.push_back({.name = report::text("in both: {}", "公共点 {}", certificate.to_string()),
                         .x = {static_cast<double>(certificate.point.at(0)) / total},
                         .y = {static_cast<double>(certificate.point.at(1)) / total},
                         .colour = 7,
                         .shape = report::Marks::Shape::kCircle,
                         .size = 4});
}

}  // namespace gradus::demos
