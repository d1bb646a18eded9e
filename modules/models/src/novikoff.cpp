#include "gradus/models/novikoff.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gradus::models {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void add(Vector& to, double factor, const Vector& vector) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += factor * vector[i];
}

/// The vectors y (1, x): all on one side of a plane through 0 exactly if the classes are separable.
std::vector<Vector> signed_rows(const torch::Tensor& inputs, const torch::Tensor& targets) {
  if (inputs.dim() != 2 || targets.dim() != 1 || inputs.size(0) != targets.size(0) ||
      inputs.size(0) == 0) {
    throw DataError("a separation needs inputs [N, F] and targets [N], at least one row");
  }
  const auto x = inputs.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto t = targets.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  std::vector<Vector> rows;
  for (int64_t i = 0; i < x.size(0); ++i) {
    const double target = t[i].item<double>();
    if (target != 0 && target != 1) {
      throw DataError("target {} of row {}: expected 0 or 1", target, i);
    }
    const double y = 2 * target - 1;
    Vector row = {y};
    const auto* values = x.const_data_ptr<double>() + i * x.size(1);
    for (int64_t f = 0; f < x.size(1); ++f) row.push_back(y * values[f]);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Σ share · row, moved towards 0 by giving the share of one row to another.
class ShortestVector {
 public:
  explicit ShortestVector(const std::vector<Vector>& rows)
      : rows_(rows), shares_(rows.size(), 0), sum_(rows.front()) {
    shares_.front() = 1;
  }

  /// False where the sum cannot get shorter than by a share of `tolerance`.
  bool step(double tolerance) {
    size_t nearest = 0, farthest = 0;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const double along = dot(sum_, rows_[i]);
      if (along < low) low = along, nearest = i;
      if (shares_[i] > 0 && along > high) high = along, farthest = i;
    }
    // low / |sum| is the margin of this direction, and no direction has one above |sum|.
    if (low >= (1 - tolerance) * dot(sum_, sum_)) return false;
    Vector change = rows_[nearest];
    add(change, -1, rows_[farthest]);
    const double length = dot(change, change);
    if (length == 0) return false;
    const double most = shares_[farthest];
    const double share = std::min(most, (high - low) / length);
    shares_[nearest] += share;
    shares_[farthest] = share == most ? 0 : most - share;
    add(sum_, share, change);
    return true;
  }

  const Vector& sum() const { return sum_; }

 private:
  const std::vector<Vector>& rows_;
  Vector shares_, sum_;
};

}  // namespace

Separation widest_separation(const torch::Tensor& inputs, const torch::Tensor& targets,
                             const SeparationOptions& options) {
  // Shorter than this share of R, the vector is 0 but for rounding: no separation.
  constexpr double kZero = 1e-12;
  const auto rows = signed_rows(inputs, targets);
  Separation separation{Vector(rows.front().size(), 0), 0, 0};
  for (const auto& row : rows) {
    separation.radius = std::max(separation.radius, std::sqrt(dot(row, row)));
  }
  ShortestVector shortest(rows);
  const auto length = [&] { return std::sqrt(dot(shortest.sum(), shortest.sum())); };
  for (int64_t steps = 0; steps < options.max_steps && shortest.step(options.tolerance); ++steps) {
    if (length() <= kZero * separation.radius) return separation;
  }
  add(separation.normal, 1 / length(), shortest.sum());
  separation.margin = std::numeric_limits<double>::infinity();
  for (const auto& row : rows) {
    separation.margin = std::min(separation.margin, dot(separation.normal, row));
  }
  return separation;
}

double novikoff_bound(const Separation& separation, const Vector& start, double learning_rate) {
  const double margin = separation.margin;
  if (!(margin > 0)) return std::numeric_limits<double>::infinity();
  if (!start.empty() && start.size() != separation.normal.size()) {
    throw DataError("a start of {} weights for a separation of {}", start.size(),
                    separation.normal.size());
  }
  const double along = start.empty() ? 0 : dot(start, separation.normal) / learning_rate;
  const double squared = dot(start, start) / (learning_rate * learning_rate);
  const double p = separation.radius * separation.radius - 2 * along * margin;
  // c² - a² is not below 0 but for rounding.
  const double across = std::max(0.0, squared - along * along);
  const double root = std::sqrt(p * p + 4 * margin * margin * across);
  // The same number twice; the second does not subtract two that are nearly equal.
  return p >= 0 ? (p + root) / (2 * margin * margin) : 2 * across / (root - p);
}

}  // namespace gradus::models
