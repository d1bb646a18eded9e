/// A histogram as a filled curve.
#pragma once
#include "gradus/report/panel.h"

namespace gradus::report {

/// `edges` has one more entry than `heights`.
inline Curve histogram_curve(const std::vector<double>& edges, const std::vector<double>& heights) {
  Curve curve;
  const auto point = [&](double x, double y) {
    curve.x.push_back(x);
    curve.y.push_back(y);
    curve.low.push_back(0);
    curve.high.push_back(y);
  };
  point(edges.front(), 0);
  for (size_t i = 0; i < heights.size(); ++i) {
    point(edges[i], heights[i]);
    point(edges[i + 1], heights[i]);
  }
  point(edges.back(), 0);
  curve.width = 1.2;
  return curve;
}

}  // namespace gradus::report
