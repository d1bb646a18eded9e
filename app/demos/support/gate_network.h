/// Three neurons with weights set by hand: two on (x₁, x₂), and one on what these say.
#pragma once
#include "gradus/report/panel.h"
#include "logic_gates.h"

#include <array>
#include <cstdint>
#include <vector>

namespace gradus::demos {

struct GateNetwork {
  std::array<std::vector<double>, 3> weights;  ///< W₁, W₂, W_z, each (b, w₁, w₂)
  int64_t tie = 1;                             ///< what each neuron says at z = 0

  /// z₁, z₂ and the output, `[N, 3]`, for inputs `[N, 2]` on any device.
  torch::Tensor forward(const torch::Tensor& inputs) const;
  /// The same on 00, 01, 10, 11.
  std::array<TruthTable, 3> truth_tables(torch::Device device) const;
};

/// A network with some of its nine signs turned.
struct SignChange {
  report::Text what;    ///< `all of W_z`, `b of W₁, w₂ of W_z`
  int64_t numbers = 0;  ///< how many signs
  bool neuron = false;  ///< all three of one neuron, and no others
  TruthTable outputs = {};
};

/// All 511 of them, from fewest numbers to most.
std::vector<SignChange> sign_changes(const GateNetwork& network, torch::Device device);

/// The plane of the inputs: where the network says 1, the lines of z₁ and z₂, and the four points.
report::Panel inputs_panel(const GateNetwork& network, const TruthTable& wanted,
                           torch::Device device);
/// The plane of (z₁, z₂): the output's half planes, and each point where the hidden layer puts it.
report::Panel hidden_panel(const GateNetwork& network, const TruthTable& wanted,
                           const TruthTable& z1, const TruthTable& z2);

}  // namespace gradus::demos
