#include "gate_network.h"

#include "experiment.h"
#include "gradus/models/gates.h"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace gradus::demos {
namespace {

constexpr unsigned kNumbers = 9, kNeuron = 0b111;

bool is_chosen(unsigned chosen, unsigned i) {
  return (chosen >> i & 1U) == 1;
}

bool is_neuron(unsigned chosen) {
  return chosen == kNeuron || chosen == kNeuron << 3U || chosen == kNeuron << 6U;
}

/// Number i is weight i % 3 of neuron i / 3; each bit of `chosen` stands for one.
report::Text name_of(unsigned chosen) {
  constexpr std::array<const char*, 3> kNeurons = {"W₁", "W₂", "W_z"}, kNames = {"b", "w₁", "w₂"};
  const auto lowest = static_cast<unsigned>(std::countr_zero(chosen));
  if (is_neuron(chosen)) {
    return report::text("all of {}", "整个 {}", kNeurons.at(lowest / 3));
  }
  report::Text name;
  for (unsigned i = lowest; i < kNumbers; ++i) {
    if (!is_chosen(chosen, i)) continue;
    const auto *neuron = kNeurons.at(i / 3), *number = kNames.at(i % 3);
    name.en += fmt::format("{}{} of {}", name.empty() ? "" : ", ", number, neuron);
    name.zh += fmt::format("{}{} 的 {}", name.zh.empty() ? "" : "、", neuron, number);
  }
  return name;
}

GateNetwork turn_signs(GateNetwork network, unsigned chosen) {
  for (unsigned i = 0; i < kNumbers; ++i) {
    if (is_chosen(chosen, i)) network.weights.at(i / 3).at(i % 3) *= -1;
  }
  return network;
}

/// 1 where the network says 1, -1 elsewhere, on the axes of `gate_panel`.
report::Region region_of(const GateNetwork& network, torch::Device device) {
  auto region = plane_region({0, 0, 0}, 0, 121);
  auto& grid = region.scores.front();
  const auto x1 = torch::linspace(grid.x.min, grid.x.max, grid.columns);
  const auto x2 = torch::linspace(grid.y.min, grid.y.max, grid.rows);
  const auto rows =
      torch::stack({x1.repeat({grid.rows}), x2.repeat_interleave(grid.columns)}, 1).to(device);
  grid.values = to_vector(2 * network.forward(rows).select(1, 2) - 1);
  return region;
}

}  // namespace

torch::Tensor GateNetwork::forward(const torch::Tensor& inputs) const {
  const auto neuron = [&](size_t i, const torch::Tensor& rows) {
    auto gate = models::make_gate(weights.at(i), form_of_tie(tie));
    gate->to(rows.device());
    return gate->predict(rows);
  };
  const auto hidden = torch::cat({neuron(0, inputs), neuron(1, inputs)}, 1);
  return torch::cat({hidden, neuron(2, hidden)}, 1);
}

std::array<TruthTable, 3> GateNetwork::truth_tables(torch::Device device) const {
  const auto outputs = to_vector(forward(gate_inputs().to(device)));
  std::array<TruthTable, 3> tables{};
  for (size_t i = 0; i < outputs.size(); ++i) {
    tables.at(i % 3).at(i / 3) = static_cast<int64_t>(outputs[i]);
  }
  return tables;
}

std::vector<SignChange> sign_changes(const GateNetwork& network, torch::Device device) {
  std::vector<SignChange> changes;
  for (unsigned chosen = 1; chosen < 1U << kNumbers; ++chosen) {
    changes.push_back({name_of(chosen), std::popcount(chosen), is_neuron(chosen),
                       turn_signs(network, chosen).truth_tables(device)[2]});
  }
  std::ranges::stable_sort(changes, {}, &SignChange::numbers);
  return changes;
}

report::Panel inputs_panel(const GateNetwork& network, const TruthTable& wanted,
                           torch::Device device) {
  auto panel = gate_panel({"The inputs: two lines", "输入平面：两条直线"}, wanted);
  panel.region = region_of(network, device);
  const std::array<report::Text, 2> names = {report::Text{"line of z₁", "z₁ 的直线"},
                                             report::Text{"line of z₂", "z₂ 的直线"}};
  for (size_t i = 0; i < names.size(); ++i) {
    auto line = gate_line(network.weights.at(i));
    line.name = names.at(i);
    line.colour = static_cast<int64_t>(i) + 2;
    line.width = 4;  // wide enough for the region's own boundary below it
    panel.curves.push_back(std::move(line));
  }
  return panel;
}

report::Panel hidden_panel(const GateNetwork& network, const TruthTable& wanted,
                           const TruthTable& z1, const TruthTable& z2) {
  auto panel =
      gate_panel({"The hidden layer's outputs: one line", "隐层输出平面：一条直线"}, wanted);
  panel.x_label = "z₁";
  panel.y_label = "z₂";
  panel.region = plane_region(network.weights[2], network.tie);
  std::map<std::pair<int64_t, int64_t>, std::string> inputs;
  for (auto& marks : panel.marks) {
    marks.x.clear();
    marks.y.clear();
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] != marks.colour) continue;
      marks.x.push_back(static_cast<double>(z1[i]));
      marks.y.push_back(static_cast<double>(z2[i]));
      auto& names = inputs[{z1[i], z2[i]}];
      names += fmt::format("{}{}{}", names.empty() ? "" : ", ", i / 2, i % 2);
    }
  }
  for (const auto& [at, names] : inputs) {
    constexpr double kBelow = 0.17;
    panel.notes.push_back(
        {static_cast<double>(at.first), static_cast<double>(at.second) - kBelow, names});
  }
  return panel;
}

}  // namespace gradus::demos
