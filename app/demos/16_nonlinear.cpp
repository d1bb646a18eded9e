/// Non-linear separability: what one line cannot divide, a hidden layer can.
///
/// Shows:   XOR by AND and OR units set by hand; then XOR, circles, two moons and spirals learned,
///          and the smallest hidden layer that solves each in k of n seeds.
/// Command: gradus demo nonlinear           (try --activation relu, or --k 8, or --layers 2)
/// See:     nothing solved by one line; everything by a handful of units.
#include "16_nonlinear.h"

#include "gate_network.h"
#include "gradus/core/error.h"
#include "stage.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos::nonlinear {

using report::decide;
using report::Text;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  const std::vector<int64_t> widths = {1, 2, 3, 4, 6, 8, 16, 32}, few = {2, 4, 16};
  options.widths =
      flags.integers("--widths", quick ? few : widths, {1, 1024}, "units of a hidden layer");
  if (options.widths.empty()) throw UsageError("--widths none: expected at least one width");
  std::ranges::sort(options.widths);
  options.layers = flags.integer("--layers", 1, {1, 10}, "hidden layers");
  options.seeds = flags.integer("--seeds", quick ? 2 : 8, {1, 1000}, "trainings of each network");
  options.k = flags.integer("--k", (3 * options.seeds + 3) / 4, {1, options.seeds},
                            "seeds of them that must solve it; three quarters if not given");
  options.examples = flags.integer("--examples", 400, {8, 1'000'000}, "training examples");
  options.recipe.batch_size = 100;
  options.recipe.epochs =
      flags.integer("--epochs", quick ? 150 : 200, {1, 100'000}, "passes over the examples");
  options.recipe.optimizer.learning_rate =
      flags.real("--learning-rate", 3e-2, {1e-9, 1e3}, "of Adam");
  options.threshold = flags.real("--threshold", 0.95, {0.5, 1}, "accuracy that counts as solved");
  options.activation = flags.text("--activation", "tanh", "of the hidden units");
  return options;
}

/// XOR = OR and not AND: the course's XNOR with all signs of its last neuron turned.
int64_t count_gate_rows(const Setup& setup) {
  const GateNetwork network{.weights = {{{-3, 2, 2}, {-1, 2, 2}, {-1, -3, 3}}}};
  const auto outputs = network.truth_tables(setup.device)[2], wanted = find_gate("XOR").outputs;
  int64_t right = 0;
  for (size_t row = 0; row < wanted.size(); ++row) right += outputs.at(row) == wanted.at(row);
  return right;
}

Result measure(const Options& options, const Setup& setup) {
  Result result{.gate_rows = count_gate_rows(setup)};
  result.table = {.widths = {0},
                  .k = options.k,
                  .seeds = options.seeds,
                  .threshold = options.threshold,
                  .problems = width_problems(options.examples)};
  result.table.widths.insert(result.table.widths.end(), options.widths.begin(),
                             options.widths.end());
  train_widths(result.table, options.layers, options.activation, options.recipe, setup);
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& table = result.table;
  const auto problems = std::ssize(table.problems);
  int64_t by_line = 0, by_layer = 0;
  Text widths{"smallest width:", "最小宽度："};
  for (const auto& problem : table.problems) {
    by_line += solved(table, problem, 0);
    const auto w = smallest_width(table, problem);
    by_layer += w.has_value() ? 1 : 0;
    const auto width = w ? fmt::format("{}", table.widths[*w]) : "-";
    const bool first = &problem == &table.problems.front();
    widths.en += fmt::format("{}{} {}", first ? " " : ", ", problem.name.en, width);
    widths.zh += fmt::format("{}{} {}", first ? "" : "，", problem.name.zh, width);
  }
  return {
      {{"AND and OR units combined do XOR", "“与”单元和“或”单元组合起来能完成异或"},
       {"holds when OR and not AND is right on all four rows",
        "若“或”且非“与”在真值表的四行上全对，则成立"},
       out_of(result.gate_rows, 4),
       decide(result.gate_rows == 4)},
      {{"one line solves none of the problems", "一条直线解决不了其中任何问题"},
       text("holds when no network without a hidden layer reaches an accuracy of {}",
            "若没有一个无隐层网络的准确率达到 {}，则成立", table.threshold),
       out_of(by_line, problems * table.seeds),
       decide(by_line == 0)},
      {{"layers with activations solve them in general", "加入激活函数的多层网络普遍能解决"},
       text(
           "holds when some width solves each problem in at least {} of {} seeds; with limits when "
           "so for some problems",
           "若每个问题都有某个宽度在 {1} 个种子的至少 {0} 个中解决它，则成立；"
           "若只有部分问题如此，则有条件成立",
           table.k, table.seeds),
       widths,
       decide(by_layer == problems, by_layer > 0)},
  };
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"AND and OR units combined solve what one line cannot; layers with activations do it "
       "in general.",
       "把线性分类器用“与”和“或”组合起来，能解决非线性可分的问题；一般的做法是在多层网络中"
       "加入激活函数。"});
  stage.ran(
      text("{} examples, hidden layers: {}, {}, {} epochs of Adam, {} seeds; solved: test "
           "accuracy of {} or more",
           "{} 个样本，隐层数 {}，激活函数 {}，Adam 训练 {} 轮，{} 个种子；"
           "测试准确率不低于 {} 算作解决",
           options.examples, options.layers, options.activation, options.recipe.epochs,
           options.seeds, options.threshold));
  const auto result = measure(options, stage.setup());
  const auto& table = result.table;
  std::vector<Text> header = {{"width", "宽度"}};
  for (const auto& problem : table.problems) header.push_back(problem.name);
  stage.table(
      text("Seeds that solve the problem, of {}", "解决问题的种子数（共 {} 个）", options.seeds),
      header, rows_of(table));
  stage.figure("widths", {"Seeds that solve each problem, by width", "各宽度下解决问题的种子数"},
               bars_of(table));
  stage.figure("regions",
               {"The smallest width that solves each problem: regions and test accuracy of the "
                "median seed",
                "解决各问题的最小宽度：准确率居中的种子的决策区域与测试准确率"},
               regions_of(table));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {16,
     "nonlinear",
     {"Non-linear separability", "多层网络与非线性可分"},
     {"What one line cannot divide, a hidden layer can: the smallest that does, for four problems",
      "一条直线分不开的，隐层能分开：四个问题各自所需的最小宽度"}},
    read_options, run);

}  // namespace gradus::demos::nonlinear
