/// Learning a gate: Rosenblatt's rule finds the line, in a number of steps that can be told before.
///
/// Shows:   the rule on AND, OR, NAND and NOR from zero weights and from random ones; its updates
///          against Novikoff's bound (R/γ)²; the line as it moves.
/// Command: gradus demo learning_rule       (try --gate nand, or --learning-rate 0.1)
/// See:     every run ends; from zero far within the bound; from long starts beyond it, but within
///          the bound that counts the start, at most (R/γ)² + 2 |W| / (η γ).
#include "05_learning_rule.h"

#include "stage.h"

namespace gradus::demos::learning_rule {

using report::decide;
using report::number;
using report::Text;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.gate = flags.choice("--gate", "and", {"and", "or", "nand", "nor"},
                              "and, or, nand or nor: whose line is drawn");
  options.starts.runs = flags.integer("--starts", quick ? 10 : 100, {1, 1'000'000},
                                      "random starts of each of 13 lengths |W|");
  options.starts.longest = flags.real("--start-scale", 100, {1e-3, 1e5}, "the longest |W|");
  options.rule = read_rule(flags, 100'000, 100'000'000);
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  Result result{{}, options.rule.learning_rate};
  for (const char* name : {"AND", "OR", "NAND", "NOR"}) {
    const auto& gate = find_gate(name);
    if (name == find_gate(options.gate).name) result.shown = result.gates.size();
    const auto widest = models::widest_separation(gate_inputs(), gate_targets(gate.outputs));
    result.gates.push_back({gate, widest, models::novikoff_bound(widest),
                            run_rule(gate.outputs, {0, 0, 0}, options.rule, setup),
                            run_starts(gate.outputs, widest, options.starts, options.rule, setup)});
  }
  return result;
}

report::Finding within_zero_bound(const RuleStarts& all, const RuleStarts& near) {
  auto measured = text("{} of {} runs need more, {} of {} from within one step",
                       "{1} 次运行中 {0} 次需要更多；其中不超过一步的 {3} 次中有 {2} 次",
                       all.above_zero_bound, all.runs, near.above_zero_bound, near.runs);
  if (all.above_zero_bound > 0) {
    measured.en += fmt::format("; the shortest such |W| is {:.3g}", all.shortest_above);
    measured.zh += fmt::format("；其中最短的 |W| = {:.3g}", all.shortest_above);
  }
  return {
      {"from any start within (R/γ)² updates", "从任何初始权重出发，更新不超过 (R/γ)² 次"},
      {"holds when no run needs more; with limits when none from within one step of zero does, "
       "|W| ≤ η R",
       "没有一次运行需要更多则成立；若只是初始权重较长（|W| > ηR）的运行超过此界，则有条件成立"},
      measured,
      decide(all.above_zero_bound == 0, near.runs > 0 && near.above_zero_bound == 0)};
}

report::Finding from_zero(const std::vector<Gate>& gates) {
  bool within = true;
  std::string updates;
  for (const auto& [gate, separation, bound, run, starts] : gates) {
    within = within && run.learnt && static_cast<double>(run.updates.size()) <= bound;
    updates += fmt::format("{}{} {}/{:.0f}", updates.empty() ? "" : ", ", gate.name,
                           run.updates.size(), bound);
  }
  return {{"from zero weights within (R/γ)² updates", "从零权重出发，更新不超过 (R/γ)² 次"},
          {"holds when no gate needs more", "没有一种逻辑门需要更多则成立"},
          text("updates/(R/γ)²: {}", "更新次数/(R/γ)²：{}", updates),
          decide(within)};
}

std::vector<report::Finding> judge(const Result& result) {
  std::vector<RuleStarts> all_starts, near_starts;
  for (const auto& gate : result.gates) {
    all_starts.push_back(total(gate.starts));
    near_starts.push_back(total(gate.starts, result.learning_rate * gate.separation.radius));
  }
  const auto all = total(all_starts), near = total(near_starts);
  return {{{"the rule learns AND, OR, NAND and NOR from any start",
            "从任何初始权重出发都能学会 AND、OR、NAND、NOR"},
           {"holds when every run ends, right on every row", "每次运行都结束且每一行都对则成立"},
           text("{} of {} runs from random starts", "从随机初始权重出发，{1} 次运行中 {0} 次学会",
                all.learnt, all.runs),
           decide(all.learnt == all.runs)},
          from_zero(result.gates),
          within_zero_bound(all, near),
          {{"from any start within the bound that counts the start",
            "从任何初始权重出发，更新不超过计入初始权重的界"},
           {"holds when no run needs more than the bound of its own start, at most (R/γ)² + 2 |W| "
            "/ (η γ)",
            "没有一次运行超过其初始权重的界（至多 (R/γ)² + 2 |W| / (η γ)）则成立"},
           text("{} of {} runs need more; the closest used {:.0f} % of its bound",
                "{1} 次运行中 {0} 次需要更多；最接近的一次用到其界的 {2:.0f} %",
                all.above_own_bound, all.runs, 100 * all.most_of_own_bound),
           decide(all.above_own_bound == 0 && all.learnt == all.runs)}};
}

report::Panels picture(const Result& result) {
  report::Panels panels{.columns = 2, .plot_width = 380, .plot_height = 200};
  for (const auto& gate : result.gates) {
    panels.panels.push_back(
        bounds_panel(gate.gate.name, gate.starts, gate.separation, result.learning_rate));
  }
  return panels;
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"The perceptron rule learns AND, OR, NAND and NOR from any start, within (R/γ)² updates.",
       "感知器学习规则从任何初始权重都能学会 AND、OR、NAND、NOR，更新不超过 (R/γ)² 次。"});
  stage.ran(text(
      "zero weights, and {} random starts of each of 13 lengths up to {:g}; learning rate {:g}",
      "零权重，以及 13 种长度（最长 {1:g}）各 {0} 个随机初始权重；学习率 {2:g}",
      options.starts.runs, options.starts.longest, options.rule.learning_rate));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<Text>> rows;
  for (const auto& [gate, separation, bound, run, starts] : result.gates) {
    rows.push_back({gate.name, number("{:.4f}", separation.radius),
                    number("{:.4f}", separation.margin), number("{:.2f}", bound),
                    number("{}", run.updates.size()), number("{:g}", total(starts).most_updates)});
  }
  stage.table({"Novikoff's bound, and the rule's updates", "Novikoff 的界与学习规则的更新次数"},
              {{"gate", "逻辑门"}, "R", "γ", "(R/γ)²", {"from zero", "从零权重"}, {"most", "最多"}},
              rows);
  const auto& shown = result.gates[result.shown];
  stage.figure(
      "steps",
      text("{}: the line after each update; in the ring the example just learnt (blue 0, orange 1)",
           "{}：每次更新后的直线；圆圈标出刚学的样本（蓝 0，橙 1）", shown.gate.name),
      step_panels(shown.from_zero, shown.gate.outputs, 12));
  stage.figure("updates", {"Updates against the start's length", "更新次数随初始权重长度的变化"},
               picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {5,
     "learning_rule",
     {"Learning a gate", "学习一个逻辑门"},
     {"The perceptron rule on AND, OR, NAND and NOR, and Novikoff's bound on its updates",
      "感知器学习规则学会 AND、OR、NAND、NOR，以及更新次数的 Novikoff 界"}},
    read_options, run);

}  // namespace gradus::demos::learning_rule
