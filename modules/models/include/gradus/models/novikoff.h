/// How many errors the perceptron rule can make at most: Novikoff's theorem (1962), from zero
/// weights and from any others.
#pragma once
#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace gradus::models {

/// A hyperplane through two classes, the intercept taken as an input that is always 1.
struct Separation {
  std::vector<double> normal;  ///< u, of length 1, on (1, x₁, x₂, …); zeros if none was found
  double margin = 0;  ///< γ: the smallest u · (1, x) over class 1 and -u · (1, x) over class 0
  double radius = 0;  ///< R: the largest length of (1, x)
};

/// When the search for the widest margin ends.
struct SeparationOptions {
  /// How far γ may lie below the widest margin, as a share of it.
  double tolerance = 1e-9;
  /// Steps after which it ends in any case, with the margin it has by then.
  int64_t max_steps = 1'000'000;
};

/// The separation of the widest margin, by Mitchell, Dem'yanov and Malozemov's algorithm (1974):
/// u is the shortest vector in the convex hull of all y (1, x), y = ±1. `margin` is what this u
/// measures, so the bound of a u that stopped early is valid too. Above 0 only if the classes are
/// separable.
///
/// `inputs` `[N, F]`, `targets` `[N]` of 0 and 1, N at least 1; any number type and device. Throws
/// `DataError` otherwise.
Separation widest_separation(const torch::Tensor& inputs, const torch::Tensor& targets,
                             const SeparationOptions& options = {});

/// The most updates that the rule can make before it separates the classes. From zero weights, an
/// empty `start`, that is (R/γ)². From W = (b, w₁, …) with a = W·u / η and c = |W| / η, η the
/// learning rate: k updates leave W·u at least η (a + k γ) and |W|² at most η² (c² + k R²), so that
///
///     (a + k γ)² ≤ c² + k R²,  k ≤ (p + √(p² + 4 γ² (c² - a²))) / (2 γ²)  with p = R² - 2 a γ,
///
/// which is at most (R/γ)² + 2 c / γ. Infinite where `margin` is not above 0.
double novikoff_bound(const Separation& separation, const std::vector<double>& start = {},
                      double learning_rate = 1);

}  // namespace gradus::models
