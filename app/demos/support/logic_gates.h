/// The 16 logic gates of two inputs, and the plane in which a neuron draws its line between them.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/models/perceptron.h"
#include "gradus/report/panel.h"

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace gradus::demos {

/// Outputs for (x₁, x₂) = 00, 01, 10, 11.
using TruthTable = std::array<int64_t, 4>;

struct LogicGate {
  std::string name;  ///< as in `XNOR`
  TruthTable outputs;
};

/// In the order of their outputs read as a binary number: FALSE = 0000 to TRUE = 1111.
const std::vector<LogicGate>& logic_gates();
/// The gate with these outputs, each 0 or 1.
const LogicGate& gate_of(const TruthTable& outputs);
/// By name in either case; throws `std::out_of_range` for another.
const LogicGate& find_gate(const std::string& name);
/// `0001`
std::string digits(const TruthTable& outputs);

/// The rows 00, 01, 10, 11: `[4, 2]` float.
torch::Tensor gate_inputs();
/// `[4]` of 0 and 1.
torch::Tensor gate_targets(const TruthTable& outputs);

/// What a neuron with the weights W = (b, w₁, w₂) says at z = 0: the course's h(z) 1, the bias form
/// 0.
models::PerceptronForm form_of_tie(int64_t tie);
/// Reads `--tie`.
int64_t read_tie(const Settings& flags, int64_t default_value);

/// `(-3, 2, 2)`
std::string triple(const std::vector<double>& weights);
/// `-3 + 2·x₁ + 2·x₂`
std::string weighted_sum(const std::vector<double>& weights);

/// Axes around the four points, each in its class' colour.
report::Panel gate_panel(report::Text title, const TruthTable& outputs);
/// The half planes of W on the axes of `gate_panel`, with the line between them.
report::Region plane_region(const std::vector<double>& weights, int64_t tie = 0,
                            int64_t resolution = 61);
/// The line z = 0 of W on the axes of `gate_panel`; without points where it does not cross them.
report::Curve gate_line(const std::vector<double>& weights);

}  // namespace gradus::demos
