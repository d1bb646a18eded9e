/// Not linearly separable: no single neuron computes XNOR, or XOR.
///
/// Shows:   the perceptron rule on XNOR, which comes back to weights that it had and so never ends;
///          and what one round proves: a point that lies in the hulls of both classes.
/// Command: gradus demo xnor                (try --gate xor, or --tie 1)
/// See:     the cycle, the point (1/2, 1/2); XOR and XNOR are the only such gates of 16.
#include "03_xnor.h"

#include "stage.h"

#include <fmt/ranges.h>

namespace gradus::demos::xnor {

using report::decide;
using report::number;
using report::Text;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.gate = flags.choice("--gate", "xnor", {"xnor", "xor"}, "xnor or xor, shown in full");
  options.rule = read_rule(flags, quick ? 100 : 1000, 100'000);
  return options;
}

Attempt attempt(const LogicGate& gate, const Options& options, const Setup& setup) {
  Attempt result{gate, run_rule(gate.outputs, {0, 0, 0}, options.rule, setup)};
  result.cycle = find_cycle(result.run.start, result.run.updates);
  if (result.cycle) {
    result.certificate =
        certify({{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {gate.outputs.begin(), gate.outputs.end()},
                result.cycle->counts(4));
  }
  return result;
}

Result measure(const Options& options, const Setup& setup) {
  Result result{{}, 0};
  for (const auto& gate : logic_gates()) {
    if (gate.name == find_gate(options.gate).name) result.shown = result.gates.size();
    result.gates.push_back(attempt(gate, options, setup));
  }
  return result;
}

report::Finding no_neuron(const Attempt& shown) {
  const auto& proof = shown.certificate;
  return {
      text("no single neuron computes {}", "单个神经元不能完成 {}", shown.gate.name),
      {"holds with whole numbers α ≥ 0, not all 0, so that Σ α y (1, x) = 0 exactly (y = ±1): "
       "the classes' hulls then share a point, so no line separates them; with limits when merely "
       "not learnt",
       "存在不全为 0 的整数 α ≥ 0，使 Σ α y (1, x) = 0 精确成立（y = ±1），则成立：此时两类的凸包"
       "有公共点，没有直线能把它们分开；仅是没有学会则有条件成立"},
      proof ? text("α = {} on 00, 01, 10, 11: both hulls contain {}",
                   "00、01、10、11 对应 α = {}：两个凸包都含有点 {}",
                   fmt::format("({})", fmt::join(proof->counts, ", ")), proof->to_string())
            : Text{"no such numbers found", "没有找到这样的整数"},
      decide(proof && !shown.run.learnt, !shown.run.learnt)};
}

report::Finding never_ends(const Attempt& shown) {
  const auto& cycle = shown.cycle;
  return {text("the perceptron rule cycles for ever on {}", "感知器学习规则在 {} 上永远循环",
               shown.gate.name),
          {"holds when the weights after a pass are those after an earlier one: what follows is "
           "then repeated; with limits when the rule has merely not ended",
           "某一轮后的权重与更早某一轮后的相同则成立（此后一切重复）；仅是尚未结束则有条件成立"},
          cycle ? text("the same after pass {} and pass {}, {} updates between; {} passes run",
                       "第 {} 轮与第 {} 轮之后相同，其间更新 {} 次；共运行 {} 轮", cycle->first,
                       cycle->again, cycle->updates.size(), shown.run.epochs)
                : text("no repetition in {} passes", "{} 轮内没有重复", shown.run.epochs),
          decide(cycle && !shown.run.learnt, !shown.run.learnt)};
}

report::Finding alone(const Result& result) {
  int64_t learnt = 0, proved = 0;
  for (const auto& one : result.gates) {
    const bool parity = one.gate.name == "XOR" || one.gate.name == "XNOR";
    learnt += one.run.learnt && !parity ? 1 : 0;
    proved += one.certificate && !one.run.learnt && parity ? 1 : 0;
  }
  return {{"of the 16 gates of two inputs, XOR and XNOR alone are out of reach",
           "两个输入的 16 种逻辑门中，只有 XOR 和 XNOR 无法完成"},
          {"holds when the rule learns the 14 others, right on every row, and both have such an α",
           "其余 14 种都学会（每一行都对），且这两种都有上述 α，则成立"},
          text("{} of 14 learnt, {} of 2 proved", "14 种中学会 {} 种，2 种中证明 {} 种", learnt,
               proved),
          decide(learnt == 14 && proved == 2)};
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& shown = result.gates[result.shown];
  return {no_neuron(shown), never_ends(shown), alone(result)};
}

report::Panels picture(const Attempt& attempt) {
  auto plane = gate_panel({"The two classes' hulls", "两类的凸包"}, attempt.gate.outputs);
  if (attempt.certificate) draw_hulls(plane, *attempt.certificate);
  return {.panels = {plane, weights_panel(attempt.run, 24)}, .plot_width = 320, .plot_height = 300};
}

void print_gates(Stage& stage, const Result& result) {
  std::vector<std::vector<Text>> rows;
  for (const auto& one : result.gates) {
    rows.push_back(
        {one.gate.name, digits(one.gate.outputs), number("{}", one.run.updates.size()),
         one.run.learnt ? text("learnt: W = {}", "学会：W = {}", triple(one.run.weights()))
         : one.certificate ? text("cycles: both hulls contain {}", "循环：两个凸包都含有 {}",
                                  one.certificate->to_string())
                           : Text{"not ended", "没有结束"}});
  }
  stage.table({"All 16 gates, from zero weights", "16 种逻辑门，从零权重出发"},
              {{"gate", "逻辑门"}, "00 01 10 11", {"updates", "更新次数"}, {"result", "结果"}},
              rows);
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"No single neuron computes XOR or XNOR: no line separates their classes.",
       "单个神经元不能完成异或（XOR）或同或（XNOR）：没有直线能把两类分开（非线性可分）。"});
  const auto& rule = options.rule;
  stage.ran(text("the perceptron rule, learning rate {:g}, at most {} passes, output {} at z = 0",
                 "感知器学习规则，学习率 {:g}，最多 {} 轮，z = 0 时输出 {}", rule.learning_rate,
                 rule.max_epochs, rule.tie));
  const auto result = measure(options, stage.setup());
  const auto& shown = result.gates[result.shown];
  if (shown.cycle) {
    stage.table(text("{}: from W = {} back to it", "{}：从 W = {} 出发又回到它", shown.gate.name,
                     triple(shown.cycle->weights)),
                {{"pass", "轮次"}, {"input", "输入"}, {"target", "目标"}, {"W", "更新后的 W"}},
                shown.cycle->rows(shown.gate.outputs));
  }
  print_gates(stage, result);
  stage.figure("xnor",
               {"A point in both hulls; the restless weights", "两个凸包的公共点；不停变化的权重"},
               picture(shown));
  stage.findings(judge(result));
}

const bool registered =
    register_demo({3,
                   "xnor",
                   {"Not linearly separable", "单个神经元与非线性可分"},
                   {"No single neuron does XNOR: the rule's cycle, and the proof that it gives",
                    "单个神经元做不到 XNOR：学习规则的循环，以及由它得到的证明"}},
                  read_options, run);

}  // namespace gradus::demos::xnor
