/// The constructive proof that one hidden layer approximates a continuous function: pairs of steps
/// make bumps, and a bump for each piece of [-1, 1] makes a staircase.
#pragma once
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"

#include <string>
#include <vector>

namespace gradus::demos {

/// A float64 network with 2 · `bumps` step units in one hidden layer, weights set by hand. Piece i,
/// (eᵢ, eᵢ₊₁], is 2 / `bumps` wide; one unit steps up at its left edge and one down at its right,
/// as high as `function` (of data/functions.h) in its middle. The outer edges lie outside of [-1,
/// 1].
models::Mlp bump_network(const std::string& function, int64_t bumps);

/// max |f(a) - f(b)| for places at most `steps` apart, from values on a regular grid: the modulus
/// of continuity ω(steps · spacing) as the grid sees it.
double modulus_of_continuity(const torch::Tensor& values, int64_t steps);

struct BumpError {
  double error = 0;  ///< largest |network - f|
  double bound = 0;  ///< ω(1 / bumps): no point of a piece is farther than that from its middle
};

/// Both on one grid of at least 4096 pieces, which has all edges and middles on it.
BumpError bump_error(const std::string& function, int64_t bumps);

/// Two panels: one pair of steps that makes a bump, and the staircase beside the function.
std::vector<report::Panel> bump_panels(const std::string& function, int64_t bumps);

}  // namespace gradus::demos
