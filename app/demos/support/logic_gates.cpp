#include "logic_gates.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace gradus::demos {
namespace {

constexpr report::Span kAxis = {-0.5, 1.5};

size_t index_of(const TruthTable& outputs) {
  size_t index = 0;
  for (const int64_t output : outputs) index = 2 * index + (output != 0 ? 1 : 0);
  return index;
}

}  // namespace

const std::vector<LogicGate>& logic_gates() {
  static const std::vector<LogicGate> gates = [] {
    std::vector<LogicGate> all;
    for (const char* name :
         {"FALSE", "AND", "x₁ AND NOT x₂", "x₁", "x₂ AND NOT x₁", "x₂", "XOR", "OR", "NOR", "XNOR",
          "NOT x₂", "x₁ OR NOT x₂", "NOT x₁", "x₂ OR NOT x₁", "NAND", "TRUE"}) {
      const auto i = static_cast<int64_t>(all.size());
      all.push_back({name, {i >> 3 & 1, i >> 2 & 1, i >> 1 & 1, i & 1}});
    }
    return all;
  }();
  return gates;
}

const LogicGate& gate_of(const TruthTable& outputs) {
  return logic_gates()[index_of(outputs)];
}

const LogicGate& find_gate(const std::string& name) {
  auto upper = name;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  const auto found = std::ranges::find(logic_gates(), upper, &LogicGate::name);
  if (found == logic_gates().end()) throw std::out_of_range("there is no gate '" + name + "'");
  return *found;
}

std::string digits(const TruthTable& outputs) {
  return fmt::format("{}", fmt::join(outputs, ""));
}

torch::Tensor gate_inputs() {
  return torch::tensor({{0.F, 0.F}, {0.F, 1.F}, {1.F, 0.F}, {1.F, 1.F}});
}

torch::Tensor gate_targets(const TruthTable& outputs) {
  return torch::tensor(std::vector<int64_t>(outputs.begin(), outputs.end()));
}

models::PerceptronForm form_of_tie(int64_t tie) {
  return tie == 1 ? models::PerceptronForm::kGate : models::PerceptronForm::kBias;
}

int64_t read_tie(const Settings& flags, int64_t default_value) {
  return flags.integer("--tie", default_value, {0, 1},
                       "what a neuron says at z = 0: the course's h 1, the bias form 0");
}

std::string triple(const std::vector<double>& weights) {
  return fmt::format("({:g})", fmt::join(weights, ", "));
}

std::string weighted_sum(const std::vector<double>& weights) {
  const auto term = [](double weight, const char* input) {
    return fmt::format(" {} {:g}·{}", weight < 0 ? "-" : "+", std::abs(weight), input);
  };
  return fmt::format("{:g}", weights[0]) + term(weights[1], "x₁") + term(weights[2], "x₂");
}

report::Panel gate_panel(report::Text title, const TruthTable& outputs) {
  report::Panel panel{
      .title = std::move(title), .x_label = "x₁", .y_label = "x₂", .x = kAxis, .y = kAxis};
  for (const int64_t value : {0, 1}) {
    report::Marks marks{
        .name = report::text("truth value {}", "真值 {}", value), .colour = value, .size = 2.5};
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i] != value) continue;
      marks.x.push_back(static_cast<double>(i / 2));
      marks.y.push_back(static_cast<double>(i % 2));
    }
    if (!marks.x.empty()) panel.marks.push_back(std::move(marks));
  }
  return panel;
}

report::Region plane_region(const std::vector<double>& weights, int64_t tie, int64_t resolution) {
  report::Grid grid{kAxis, kAxis, resolution, resolution, {}};
  const double step = (kAxis.max - kAxis.min) / static_cast<double>(resolution - 1);
  for (int64_t row = 0; row < resolution; ++row) {
    for (int64_t column = 0; column < resolution; ++column) {
      const double x1 = kAxis.min + step * static_cast<double>(column);
      const double x2 = kAxis.min + step * static_cast<double>(row);
      const double z = weights[0] + weights[1] * x1 + weights[2] * x2;
      // A region is class 1 above 0: where all is a tie, the tie must show.
      constexpr double kAbove = 1e-12;
      grid.values.push_back(z == 0 && tie == 1 ? kAbove : z);
    }
  }
  return {{std::move(grid)}};
}

report::Curve gate_line(const std::vector<double>& weights) {
  const double b = weights[0], w1 = weights[1], w2 = weights[2];
  report::Curve line{.colour = 7};
  const auto add = [&](double x1, double x2) {
    // A corner is met by two edges; rounding must not lose it.
    constexpr double kSlack = 1e-9;
    const auto inside = [](double x) { return x >= kAxis.min - kSlack && x <= kAxis.max + kSlack; };
    if (!inside(x1) || !inside(x2)) return;
    line.x.push_back(x1);
    line.y.push_back(x2);
  };
  for (const double edge : {kAxis.min, kAxis.max}) {
    if (w2 != 0) add(edge, -(b + w1 * edge) / w2);
    if (w1 != 0) add(-(b + w2 * edge) / w1, edge);
  }
  return line;
}

}  // namespace gradus::demos
