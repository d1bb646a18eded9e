/// An exact proof that no line separates two classes: a point that lies in the convex hulls of
/// both.
#pragma once
#include "gradus/report/panel.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gradus::demos {

/// The point Σ αᵢ xᵢ / Σ αᵢ, the same over class 0 and over class 1; in whole numbers.
struct HullCertificate {
  std::vector<int64_t> counts;  ///< αᵢ, at least 0, one an example
  int64_t total;                ///< Σ αᵢ over either class, above 0
  std::vector<int64_t> point;   ///< Σ αᵢ xᵢ over either class

  /// `(1/2, 1/2)`, in lowest terms.
  std::string to_string() const;
};

/// The certificate that `counts` gives if it is one. Were there W with y W·(1, x) ≥ 0 for every
/// example, and > 0 for one class, then Σ αᵢ yᵢ W·(1, xᵢ) would be above 0; but it is W·0 = 0
/// (Gordan, 1873). Checked without rounding.
std::optional<HullCertificate> certify(const std::vector<std::vector<int64_t>>& inputs,
                                       const std::vector<int64_t>& targets,
                                       const std::vector<int64_t>& counts);

/// Joins the points of each class on `gate_panel`, and marks the one that both hulls contain.
void draw_hulls(report::Panel& panel, const HullCertificate& certificate);

}  // namespace gradus::demos
