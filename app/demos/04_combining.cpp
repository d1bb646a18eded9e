/// Combining neurons: what one line cannot do, two lines and a third neuron can.
///
/// Shows:   z₁ = AND and z₂ = OR in a hidden layer, and an output neuron that makes XNOR of them;
///          the region between the two lines; and which changes of sign make XOR.
/// Command: gradus demo combining           (try --wz -1,-3,3, or --w1 3,-2,-2)
/// See:     1 0 0 1; one line is enough after the hidden layer; -W_z instead of W_z gives XOR.
#include "04_combining.h"

#include "stage.h"

#include <algorithm>

namespace gradus::demos::combining {

using report::decide;
using report::number;
using report::Text;
using report::text;

Options read_options(const Settings& flags, bool /*quick*/) {
  Options options;
  options.network.weights = {
      flags.reals("--w1", {-3, 2, 2}, 3, "W₁ = (b, w₁, w₂) of the neuron z₁"),
      flags.reals("--w2", {-1, 2, 2}, 3, "W₂ = (b, w₁, w₂) of the neuron z₂"),
      flags.reals("--wz", {1, 3, -3}, 3, "W_z = (b, w₁, w₂) of the output, on z₁ and z₂")};
  options.network.tie = read_tie(flags, 1);
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  const auto [z1, z2, outputs] = options.network.truth_tables(setup.device);
  return {z1, z2, outputs, sign_changes(options.network, setup.device)};
}

report::Finding is_gate(Text claim,
                        const std::vector<std::pair<TruthTable, std::string>>& neurons) {
  bool same = true;
  std::string measured;
  for (const auto& [outputs, wanted] : neurons) {
    same = same && outputs == find_gate(wanted).outputs;
    measured += fmt::format("{}{}: {}", measured.empty() ? "" : ", ", digits(outputs),
                            gate_of(outputs).name);
  }
  return {std::move(claim),
          {"holds when every row equals the truth table", "每一行都与真值表相同则成立"},
          measured,
          decide(same)};
}

report::Finding becomes_xor(const std::vector<SignChange>& changes) {
  const auto& wanted = find_gate("XOR").outputs;
  int64_t numbers = 0, neurons = 0;
  for (const auto& change : changes) {
    if (change.outputs != wanted) continue;
    numbers += change.numbers == 1 ? 1 : 0;
    neurons += change.neuron ? 1 : 0;
  }
  const auto fewest = std::ranges::find(changes, wanted, &SignChange::outputs);
  auto measured = text("{} of 9 numbers, {} of 3 neurons", "9 个数中 {} 个，3 个神经元中 {} 个",
                       numbers, neurons);
  if (fewest != changes.end()) {
    measured.en += fmt::format("; the fewest signs: {} ({})", fewest->numbers, fewest->what.en);
    measured.zh += fmt::format("；最少要改 {} 个符号（{}）", fewest->numbers, fewest->what.zh);
  }
  return {{"one change of sign makes it XOR", "改变一次符号就成为 XOR"},
          {"holds when turning the sign of a single number does it; with limits when turning all "
           "signs of one neuron does",
           "只改变一个数的符号即可则成立；需改变某个神经元的全部符号则有条件成立"},
          measured,
          decide(numbers > 0, neurons > 0)};
}

std::vector<report::Finding> judge(const Result& result) {
  return {is_gate({"the hidden layer is z₁ = AND and z₂ = OR", "隐层是 z₁ = AND 和 z₂ = OR"},
                  {{result.z1, "AND"}, {result.z2, "OR"}}),
          is_gate({"the output is XNOR, which no single neuron computes",
                   "输出是 XNOR，而单个神经元做不到"},
                  {{result.outputs, "XNOR"}}),
          becomes_xor(result.changes)};
}

report::Panels picture(const Options& options, const Result& result, const Setup& setup) {
  const auto& wanted = find_gate("XNOR").outputs;
  return {.panels = {inputs_panel(options.network, wanted, setup.device),
                     hidden_panel(options.network, wanted, result.z1, result.z2)},
          .plot_width = 300,
          .plot_height = 300};
}

report::NetworkDiagram diagram(const Options& options) {
  const auto& [first, second, output] = options.network.weights;
  return {.layers = {{{"inputs", "输入"}, {"x₁", "x₂"}},
                     {{"hidden layer", "隐层"}, {"z₁", "z₂"}},
                     {{"output", "输出"}, {Text("h")}}},
          .connections = {{{{first[1], first[2]}, {second[1], second[2]}}, {first[0], second[0]}},
                          {{{output[1], output[2]}}, {output[0]}}},
          .numbers = true};
}

void print_tables(Stage& stage, const Result& result) {
  std::vector<std::vector<Text>> rows;
  for (size_t i = 0; i < result.outputs.size(); ++i) {
    rows.push_back({number("{}", i / 2), number("{}", i % 2), number("{}", result.z1[i]),
                    number("{}", result.z2[i]), number("{}", result.outputs[i]),
                    number("{}", find_gate("XNOR").outputs[i])});
  }
  stage.table({"What the neurons say", "各神经元的输出"},
              {"x₁", "x₂", "z₁", "z₂", {"output", "输出"}, "XNOR"}, rows);
  rows.clear();
  for (const auto& change : result.changes) {
    if (change.numbers > 1 && !change.neuron) continue;
    rows.push_back({change.what, digits(change.outputs), gate_of(change.outputs).name});
  }
  stage.table({"The output with signs turned", "改变符号之后的输出"},
              {{"signs turned", "改变符号"}, "00 01 10 11", {"gate", "逻辑门"}}, rows);
}

void run(Stage& stage, const Options& options) {
  const auto& [first, second, output] = options.network.weights;
  stage.claim(
      {"Neurons combined do what none can alone: AND and OR, joined by a third neuron, make "
       "XNOR, and with one change of sign XOR.",
       "组合起来的神经元能做到单个神经元做不到的事：“与”“或”再接上第三个神经元就是同或"
       "（XNOR），改变一次符号就是异或（XOR）。"});
  stage.ran(text("W₁ = {}, W₂ = {}, W_z = {}; h(z) = {} at z = 0",
                 "W₁ = {}，W₂ = {}，W_z = {}；z = 0 时 h(z) = {}", triple(first), triple(second),
                 triple(output), options.network.tie));
  const auto result = measure(options, stage.setup());
  print_tables(stage, result);
  stage.figure("planes",
               {"The region between the two lines, and the plane behind the hidden layer",
                "两条直线之间的区域，以及隐层之后的平面"},
               picture(options, result, stage.setup()));
  stage.figure("network", {"The three neurons with their weights", "三个神经元及其权重"},
               diagram(options));
  stage.findings(judge(result));
}

const bool registered =
    register_demo({4,
                   "combining",
                   {"Combining neurons", "神经元的组合"},
                   {"AND and OR feed a third neuron: XNOR, the region between two lines",
                    "与、或接到第三个神经元：XNOR，即两条直线之间的区域"}},
                  read_options, run);

}  // namespace gradus::demos::combining
