#include "../builtin.h"
#include "synthetic.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gradus::data {
namespace {

struct Gate {
  const char* name;
  /// Outputs for (0,0), (0,1), (1,0), (1,1).
  std::array<int, 4> outputs;
};

constexpr std::array kGates = {Gate{"and", {0, 0, 0, 1}},  Gate{"nand", {1, 1, 1, 0}},
                               Gate{"nor", {1, 0, 0, 0}},  Gate{"or", {0, 1, 1, 1}},
                               Gate{"xnor", {1, 0, 0, 1}}, Gate{"xor", {0, 1, 1, 0}}};

/// The rows of the truth table in order, over and over; noise moves the inputs, not the outputs.
LoadedData make_gate(const Gate& gate, const Settings& settings) {
  const SyntheticDefaults defaults{.count = 4, .test = 0, .noise = 0};
  return make_synthetic(gate.name, settings, defaults, [&](Draw& draw) {
    const auto row = cycle_labels(draw.count, 4);
    const auto inputs = torch::stack({row.div(2, "floor"), row.remainder(2)}, 1);
    const auto outputs = torch::tensor(
        {gate.outputs[0], gate.outputs[1], gate.outputs[2], gate.outputs[3]}, torch::kInt64);
    return plane_dataset(
        inputs.to(torch::kFloat32).add_(draw.sampler.normal({draw.count, 2}, draw.noise)),
        outputs.index_select(0, row), 2);
  });
}

LoadedData make_chosen_gate(const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& gate : kGates) names.emplace_back(gate.name);
  const auto kind = settings.choice("kind", "and", names, fmt::format("{}", fmt::join(names, "|")));
  return make_gate(kGates[static_cast<size_t>(std::ranges::find(names, kind) - names.begin())],
                   settings);
}

}  // namespace

void add_gates(DatasetRegistry& registry) {
  for (const auto& gate : kGates) {
    // The name "xor" belongs to the noisy quadrants; its truth table is gate:kind=xor.
    if (std::string_view(gate.name) == "xor") continue;
    registry.add(gate.name, fmt::format("truth table of {}", gate.name),
                 [&gate](const Settings& settings) { return make_gate(gate, settings); });
  }
  registry.add("gate", "truth table of a logic gate, by its kind", make_chosen_gate);
}

}  // namespace gradus::data
