#include "rule_run.h"

#include "gradus/models/gates.h"

#include <algorithm>
#include <cmath>

namespace gradus::demos {

RuleSettings read_rule(const Settings& flags, int64_t max_epochs, int64_t most_epochs) {
  RuleSettings rule;
  rule.max_epochs = flags.integer("--max-epochs", max_epochs, {1, most_epochs},
                                  "passes before the rule gives up");
  rule.learning_rate = flags.real("--learning-rate", 1, {1e-6, 1e6}, "of the perceptron rule");
  rule.tie = read_tie(flags, 0);
  return rule;
}

RuleRun run_rule(const TruthTable& gate, const std::vector<double>& start,
                 const RuleSettings& settings, const Setup& setup) {
  RuleRun run{.start = start, .tie = settings.tie};
  auto neuron = models::make_gate(start, form_of_tie(settings.tie));
  // In float64 as the rule's own sums, where the device has it: rounded, a neuron whose line ends
  // close to a point could get that point wrong.
  const auto type = setup.device.is_mps() ? torch::kFloat32 : torch::kFloat64;
  neuron->to(setup.device, type);
  const auto inputs = gate_inputs().to(setup.device, type);
  const auto targets = gate_targets(gate).to(setup.device);
  const auto options = models::PerceptronRuleOptions()
                           .max_epochs(settings.max_epochs)
                           .learning_rate(settings.learning_rate)
                           .on_update([&](const auto& update) { run.updates.push_back(update); });
  const auto ended = apply_perceptron_rule(neuron, inputs, targets, options);
  const auto right = neuron->predict(inputs).squeeze(1).eq(targets);
  run.learnt = ended.converged && right.all().item<bool>();
  run.epochs = ended.epochs;
  return run;
}

report::Panel weights_panel(const RuleRun& run, size_t most) {
  report::Panel panel{.title = {"The weights from update to update", "权重随更新的变化"},
                      .x_label = {"update", "更新次数"},
                      .y_label = {"weight", "权重"}};
  double largest = 0;
  const std::vector<report::Text> names = {"b", "w₁", "w₂"};
  for (size_t k = 0; k < names.size(); ++k) {
    report::Curve curve{.name = names[k],
                        .x = {0},
                        .y = {run.start[k]},
                        .colour = static_cast<int64_t>(k) + 2,
                        .style = report::Curve::Style::kLinePoints};
    for (size_t i = 0; i < std::min(most, run.updates.size()); ++i) {
      curve.x.push_back(static_cast<double>(i + 1));
      curve.y.push_back(run.updates[i].weights[k]);
      largest = std::max(largest, std::abs(curve.y.back()));
    }
    panel.curves.push_back(std::move(curve));
  }
  if (largest > 0) panel.y = report::Span{-1.2 * largest, 1.2 * largest};
  return panel;
}

namespace {

report::Panel step_panel(const RuleRun& run, const TruthTable& gate, size_t updates) {
  const auto& weights = updates == 0 ? run.start : run.updates[updates - 1].weights;
  auto panel = gate_panel(fmt::format("{}: W = {}", updates, triple(weights)), gate);
  for (auto& marks : panel.marks) marks.name = {};
  panel.region = plane_region(weights, run.tie, 41);
  if (updates > 0) {
    const auto example = run.updates[updates - 1].example;
    panel.marks.push_back({.x = {static_cast<double>(example / 2)},
                           .y = {static_cast<double>(example % 2)},
                           .colour = 7,
                           .shape = report::Marks::Shape::kCircle,
                           .size = 4});
  }
  return panel;
}

}  // namespace

report::Panels step_panels(const RuleRun& run, const TruthTable& gate, size_t most) {
  report::Panels panels{.columns = 4, .plot_width = 160, .plot_height = 160};
  const size_t last = run.updates.size(), shown = std::min(last + 1, most);
  for (size_t i = 0; i < shown; ++i) {
    panels.panels.push_back(step_panel(run, gate, shown == 1 ? 0 : i * last / (shown - 1)));
  }
  return panels;
}

}  // namespace gradus::demos
