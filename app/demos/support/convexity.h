/// How far the decision regions of a plane are from convex.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"

#include <torch/nn/modules/container/any.h>

#include <functional>
#include <vector>

namespace gradus::demos {

/// Points [N, 2] to their predicted classes [N] int64.
using Classify = std::function<torch::Tensor(const torch::Tensor& points)>;

/// The class with the largest score of `model`, on the setup's device.
Classify classify_by(torch::nn::AnyModule model, const Setup& setup);

/// For each class, the share of random pairs of points of its region whose midpoint lies outside of
/// the region: 0 for a convex one, and for a region too small to hit two of `points` random points
/// of the rectangle. Both of two classes have 0 when a straight line separates them.
std::vector<double> convexity_defects(const Classify& classify, int64_t classes, report::Span x,
                                      report::Span y, uint64_t seed, int64_t points = 10'000);

}  // namespace gradus::demos
