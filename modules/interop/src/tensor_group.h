// Tensors by the module that keeps them, and what the names say of the modules' order.
#pragma once
#include "gradus/interop/network.h"

#include <string>
#include <string_view>
#include <vector>

namespace gradus::interop {

/// A batch normalisation's count of batches, which PyTorch before 0.4.1 did not keep and which
/// evaluation does not need.
inline constexpr std::string_view kCounter = "num_batches_tracked";

/// The tensors of one module.
struct TensorGroup {
  std::string module;    ///< as in `layers.0`; empty for names without a dot
  NamedTensors tensors;  ///< by the last part of their names, counters left out
  /// Their names and shapes in alphabetical order: equal where modules could be exchanged.
  std::string signature;

  /// Undefined where there is none.
  torch::Tensor find(std::string_view leaf) const;
};

/// `fc` of `fc.weight`.
std::string module_of(const std::string& name);
std::string leaf_of(const std::string& name);
bool is_counter(const std::string& name);
/// As in `[16, 4]`.
std::string shape_text(const std::vector<int64_t>& shape);

/// In the order of each module's first tensor; modules with nothing but a counter are left out.
std::vector<TensorGroup> group_tensors(const NamedTensors& tensors);

/// Alphabetical, with numbers by their value: fc2 before fc10.
bool natural_less(const std::string& a, const std::string& b);
/// `layers.#` of `layers.12`: names with the same text differ in their numbers alone.
std::string without_numbers(const std::string& name);
/// The number that a name ends in, or -1.
int64_t last_number(const std::string& name);

}  // namespace gradus::interop
