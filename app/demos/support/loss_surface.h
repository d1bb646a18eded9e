/// The loss over two weights as a map, and the paths of gradient descent on it.
#pragma once
#include "gradus/report/panel.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace gradus::demos {

/// The loss at two weights, and its gradient there.
struct SurfacePoint {
  double loss, d_w1, d_w2;
};
using LossFunction = std::function<SurfacePoint(double w1, double w2)>;

struct DescentPath {
  std::vector<double> w1, w2, loss;  ///< before each step, and after the last
};

/// Gradient descent: w -= learning_rate · ∂loss/∂w, `steps` times.
DescentPath descend(const LossFunction& loss, double w1, double w2, double learning_rate,
                    int64_t steps);

/// log₁₀ of the loss over a square grid. Losses below 1e-300 count as that.
report::Grid loss_surface(const LossFunction& loss, report::Span span, int64_t resolution = 81);

/// The surface over (-3, 3)² and three paths on it.
struct Descent {
  report::Grid surface = {};
  std::vector<DescentPath> paths = {};
};
Descent explore(const LossFunction& loss, double learning_rate, int64_t steps);

struct Fall {
  /// Steps of all paths after which the loss is higher, or is no number any more. What rounding
  /// does to a loss that has arrived (1e-12 of it) does not count.
  int64_t rises = 0;
  bool all_lower = true;       ///< every path's last loss is below its first
  report::Text measured = {};  ///< in words: rises, first and last losses
};
Fall measure_fall(const std::vector<DescentPath>& paths);

/// The map with the paths on it, from a disc to a cross, and their losses step by step.
report::Panels descent_picture(const Descent& descent);

}  // namespace gradus::demos
