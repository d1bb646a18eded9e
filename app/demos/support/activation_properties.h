/// The three properties that the course wants of an activation, measured in float64 on the CPU.
#pragma once
#include <torch/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gradus::demos {

struct ActivationTraits {
  bool differentiable, monotonic, bounded;
  bool all() const { return differentiable && monotonic && bounded; }
  bool operator==(const ActivationTraits&) const = default;
};

/// Maps float64 of any shape to the same shape, element by element.
using ScalarFunction = std::function<torch::Tensor(const torch::Tensor&)>;

/// The activation `text`, as `make_activation` takes it, for float64.
ScalarFunction activation_function(const std::string& text);

struct ActivationProperties {
  ActivationTraits traits = {};
  std::vector<double> kinks = {};  ///< places in [-8, 8] without a derivative, in order
  /// Largest difference of autograd and the central difference quotient in [-8, 8], kinks left out.
  double autograd_error = 0;
  double lowest = 0, highest = 0;  ///< values seen; infinite where they grow with the interval
};

/// Not differentiable: somewhere the left and the right difference quotient differ by more than
/// 1e-3, and not less as their step shrinks from 2^-12 to 2^-20, or the central one changes by more
/// than 1e-3 meanwhile; looked for on a grid that holds 0, and by bisection between its points.
/// Monotonic: no two neighbours of a grid over [-1e4, 1e4] fall (or none rise) by more than 1e-12.
/// Bounded: the values seen over [-1e4, 1e4] reach no farther than those over [-1e3, 1e3].
ActivationProperties measure_properties(const ScalarFunction& f);

/// f′ by autograd at each place.
torch::Tensor autograd_slope(const ScalarFunction& f, const torch::Tensor& x);

/// What textbooks say of the function with its usual options; none for names not listed there.
std::optional<ActivationTraits> textbook_traits(const std::string& name);

/// An activation with what was measured beside the textbook's answer.
struct Examined {
  std::string text;  ///< as `make_activation` takes it
  ActivationProperties measured = {};
  std::optional<ActivationTraits> textbook = {};
  bool named = false;  ///< one of the seven that the course lists
};
Examined examine(const std::string& text);

/// How many of several functions have what.
struct TraitCount {
  int64_t functions = 0, differentiable = 0, monotonic = 0, bounded = 0, all = 0;
};
/// Of all functions, or of those alone that the course names.
TraitCount count_traits(const std::vector<Examined>& functions, bool named_only);

}  // namespace gradus::demos
