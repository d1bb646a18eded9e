/// Logical AND and OR: one neuron each, its weights set by hand.
///
/// Shows:   the truth tables that h(z) gives with W = (-3, 2, 2) and W = (-1, 2, 2), and the line
///          that each neuron draws between the four points.
/// Command: gradus demo gates               (try --and -2,2,2 --tie 0, or --or -3,2,2)
/// See:     0 0 0 1 and 0 1 1 1; the same slope twice, the intercept alone decides which gate.
#include "02_gates.h"

#include "experiment.h"
#include "gradus/models/gates.h"
#include "stage.h"
#include "wording.h"

#include <cmath>
#include <limits>

namespace gradus::demos::gates {

using report::decide;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool /*quick*/) {
  Options options;
  options.and_weights = flags.reals("--and", {-3, 2, 2}, 3, "W = (b, w₁, w₂) of the AND neuron");
  options.or_weights = flags.reals("--or", {-1, 2, 2}, 3, "W = (b, w₁, w₂) of the OR neuron");
  options.tie = read_tie(flags, 1);
  return options;
}

Gate measure_gate(report::Text title, const std::string& name, const std::vector<double>& weights,
                  int64_t tie, const Setup& setup) {
  const torch::NoGradGuard no_gradient;
  auto neuron = models::make_gate(weights, form_of_tie(tie));
  neuron->to(setup.device);
  const auto inputs = gate_inputs().to(setup.device);
  Gate gate{std::move(title), find_gate(name), weights, tie, to_vector(neuron->score(inputs))};
  const auto outputs = to_vector(neuron->predict(inputs));
  gate.distance = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < outputs.size(); ++i) {
    gate.outputs[i] = static_cast<int64_t>(outputs[i]);
    const double distance = std::abs(gate.z[i]) / std::hypot(weights[1], weights[2]);
    if (distance < gate.distance) gate.distance = distance, gate.nearest = i;
  }
  return gate;
}

Result measure(const Options& options, const Setup& setup) {
  return {{
      measure_gate({"logical AND", "逻辑与"}, "AND", options.and_weights, options.tie, setup),
      measure_gate({"logical OR", "逻辑或"}, "OR", options.or_weights, options.tie, setup),
  }};
}

std::vector<report::Finding> judge(const Result& result) {
  std::vector<report::Finding> findings;
  for (const auto& gate : result.gates) {
    int64_t right = 0, wrong_off_line = 0;
    for (size_t i = 0; i < gate.outputs.size(); ++i) {
      const bool same = gate.outputs[i] == gate.wanted.outputs[i];
      right += same ? 1 : 0;
      wrong_off_line += !same && gate.z[i] != 0 ? 1 : 0;
    }
    findings.push_back(
        {text("one neuron with W = {0} computes {1}", "权重 W = {0} 的单个神经元完成{2}",
              triple(gate.weights), gate.title.en, gate.title.zh),
         {"holds when every row equals the truth table; with limits when all rows that differ have "
          "z = 0",
          "每一行都与真值表相同则成立；若出错的行都恰在直线上（z = 0），则有条件成立"},
         std::isfinite(gate.distance)
             ? text("{} of 4 rows are equal; the nearest point is {:.3f} from the line",
                    "4 行中有 {} 行相同；离直线最近的点距直线 {:.3f}", right, gate.distance)
             : text("{} of 4 rows are equal; no line", "4 行中有 {} 行相同；没有直线", right),
         decide(right == 4, wrong_off_line == 0)});
  }
  return findings;
}

report::Panels picture(const Result& result) {
  report::Panels panels{.plot_width = 300, .plot_height = 300};
  for (const auto& gate : result.gates) {
    auto panel = gate_panel(fmt::format("{}: W = {}", gate.wanted.name, triple(gate.weights)),
                            gate.wanted.outputs);
    panel.region = plane_region(gate.weights, gate.tie);
    if (std::isfinite(gate.distance)) {
      // The foot of the perpendicular: z falls to 0 along w.
      const double x1 = static_cast<double>(gate.nearest / 2);
      const double x2 = static_cast<double>(gate.nearest % 2);
      const double w1 = gate.weights[1], w2 = gate.weights[2];
      const double along = gate.z[gate.nearest] / (w1 * w1 + w2 * w2);
      panel.curves.push_back({.name = text("distance {:.3f}", "距离 {:.3f}", gate.distance),
                              .x = {x1, x1 - along * w1},
                              .y = {x2, x2 - along * w2},
                              .colour = 7});
    }
    panels.panels.push_back(std::move(panel));
  }
  return panels;
}

void run(Stage& stage, const Options& options) {
  stage.claim({"A single neuron computes logical AND, and with another intercept logical OR.",
               "单个神经元能完成逻辑与；只改变截距，又能完成逻辑或。"});
  stage.ran(text("the inputs 00, 01, 10, 11; h(z) = {} at z = 0",
                 "输入 00、01、10、11；z = 0 时 h(z) = {}", options.tie));
  const auto result = measure(options, stage.setup());
  for (const auto& gate : result.gates) {
    std::vector<std::vector<report::Text>> rows;
    for (size_t i = 0; i < gate.outputs.size(); ++i) {
      rows.push_back({number("{}", i / 2), number("{}", i % 2), number("{:g}", gate.z[i]),
                      number("{}", gate.outputs[i]), number("{}", gate.wanted.outputs[i])});
    }
    stage.table(fmt::format("{}: z = {}", gate.wanted.name, weighted_sum(gate.weights)),
                {"x₁", "x₂", "z", "h(z)", gate.wanted.name}, rows);
  }
  stage.figure("gates",
               {"Each neuron's half planes, and the points coloured by their truth value",
                "每个神经元的两个半平面；点的颜色是它的真值"},
               picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {2,
     "gates",
     {"Logical AND and OR", "逻辑与、逻辑或"},
     {"One neuron is a logic gate: its weights, its truth table and the line it draws",
      "一个神经元就是一个逻辑门：它的权重、真值表和画出的直线"}},
    read_options, run);

}  // namespace gradus::demos::gates
