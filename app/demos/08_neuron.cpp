/// The general neuron: h(x) = f(Σ Wᵢ xᵢ + b).
///
/// Shows:   a neuron with three inputs and the intercept +1, its sum z, and what every registered
///          activation makes of it, drawn with all numbers.
/// Command: gradus demo neuron              (try --inputs 1,0.5,-2 --bias 2, or --activation tanh)
/// See:     one z, as many outputs as there are activations; LibTorch's agree with the formulas.
#include "08_neuron.h"

#include "closed_forms.h"
#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/models/activation.h"
#include "precision.h"
#include "slopes.h"
#include "stage.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace gradus::demos::neuron {

using report::decide;
using report::number;
using report::text;

constexpr size_t kInputs = 3;

Options read_options(const Settings& flags, bool) {
  Options options;
  options.inputs = flags.reals("--inputs", {1, 0.5, -2}, kInputs, "x₁,x₂,x₃");
  options.weights = flags.reals("--weights", {0.4, -0.6, 0.3}, kInputs, "W₁,W₂,W₃");
  options.bias = flags.real("--bias", -0.3, {}, "b, the weight of the intercept +1");
  options.activation = flags.choice("--activation", "sigmoid", models::activations().names(),
                                    "f of the neuron that is drawn strongly");
  constexpr double kMost = 1e6;
  double size = std::abs(options.bias);
  for (size_t i = 0; i < kInputs; ++i) size += std::abs(options.weights[i] * options.inputs[i]);
  if (!(size <= kMost)) {
    throw UsageError("--inputs, --weights, --bias: |W₁x₁| + … + |b| = {:g}, expected at most {:g}",
                     size, kMost);
  }
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  Result result{
      options, weighted_sum(options.inputs, options.weights, options.bias, setup.device), {}, {}};
  const double z = result.sum.layer, reach = std::max(4.0, 1.25 * std::abs(z));
  const auto places = torch::linspace(-reach, reach, 121, torch::kFloat64);
  result.curve_x = to_vector(places);
  // The curve's places and, last, the neuron's own.
  const auto all = torch::cat({places, torch::full({1}, z, torch::kFloat64)});
  for (const auto& name : models::activations().names()) {
    const auto f = value_and_slope(name, all.to(setup.device, finest_type(setup.device)));
    const auto form = closed_forms().find(name);
    const bool known = form != closed_forms().end();
    const auto written = [&](double at) { return known ? form->second.value(at) : NAN; };
    auto values = to_vector(f.value);
    Output output{name, known ? form->second.formula : report::Text("?"), values.back(), written(z),
                  f.slope[-1].item<double>()};
    values.pop_back();
    for (size_t i = 0; i < values.size(); ++i) {
      output.worst = std::max(output.worst, std::abs(values[i] - written(result.curve_x[i])));
    }
    output.curve_y = std::move(values);
    result.outputs.push_back(std::move(output));
  }
  return result;
}

double difference(const Output& output) {
  return std::abs(output.value - output.closed_form);
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-6;
  const auto& [layer, intercept, written] = result.sum;
  const double sums = std::max(std::abs(layer - written), std::abs(intercept - written));
  double at_z = 0, around = 0;
  bool agree = !result.outputs.empty();
  for (const auto& output : result.outputs) {
    at_z = std::max(at_z, difference(output)), around = std::max(around, output.worst);
    // Not by `at_z`: the NaN of a missing formula would be lost there.
    agree = agree && difference(output) <= kSame && output.worst <= kSame;
  }
  return {
      {{"z = Σ Wᵢ xᵢ + b, where b is the weight of an input that is always +1",
        "z = Σ Wᵢ xᵢ + b，其中 b 就是恒为 +1 的输入的权重"},
       {"holds when the layer with a bias, the layer with a fourth input of 1 and the sum written "
        "out agree to 1e-6",
        "带偏置的线性层、第四个输入恒为 1 的线性层与逐项求和，三者相差不超过 1e-6 则成立"},
       text("z = {:g}, largest difference {:.1e}", "z = {:g}，最大差 {:.1e}", layer, sums),
       decide(sums <= kSame)},
      {{"h(x) = f(z), whatever the activation f", "无论取哪个激活函数 f，都有 h(x) = f(z)"},
       {"holds when for every registered activation LibTorch and its formula in plain C++ agree to "
        "1e-6, at z and at all places of the curve",
        "对每个已注册的激活函数，LibTorch 的值与按公式用普通 C++ 计算的值，在 z "
        "及曲线上各点都相差不超过 1e-6 则成立"},
       text("{} activations: largest difference {:.1e} at z, {:.1e} over {} places",
            "{0} 个激活函数：在 z 处最大差 {1:.1e}，在 {3} 个点上最大差 {2:.1e}",
            result.outputs.size(), at_z, around, result.curve_x.size()),
       decide(agree)},
  };
}

NeuronDrawing drawing(const Result& result) {
  const auto& options = result.options;
  NeuronDrawing drawing{options.inputs,    options.weights, options.bias, result.sum.layer, {},
                        options.activation};
  for (const auto& output : result.outputs) {
    drawing.outputs.push_back({output.activation, output.value, result.curve_x, output.curve_y});
  }
  return drawing;
}

report::Panels picture(const Result& result) {
  const auto& name = result.options.activation;
  const auto& output = *std::ranges::find(result.outputs, name, &Output::activation);
  const double z = result.sum.layer;
  auto panels = unit_panels({{name, name, 0}}, {result.curve_x.front(), result.curve_x.back()});
  const auto mark = [&](report::Panel& panel, report::Text label, double y) {
    panel.marks = {{.name = std::move(label), .x = {z}, .y = {y}, .colour = 1, .size = 2}};
  };
  mark(panels[0], number("h(x) = f({:.4g}) = {:.4g}", z, output.value), output.value);
  mark(panels[1], number("f′({:.4g}) = {:.4g}", z, output.slope), output.slope);
  return {.panels = std::move(panels), .plot_width = 340};
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A neuron computes h(x) = f(Σ Wᵢ xᵢ + b) from three inputs and the intercept +1: one "
       "weighted sum, and any activation f of it.",
       "神经元由三个输入与截距 +1 计算 h(x) = f(Σ Wᵢ xᵢ + b)：先求加权和，再取激活函数 f。"});
  stage.ran(fmt::format("x = ({}), W = ({}), b = {}", fmt::join(options.inputs, ", "),
                        fmt::join(options.weights, ", "), options.bias));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> rows;
  for (const auto& output : result.outputs) {
    rows.push_back({output.activation, output.formula, number("{:.6f}", output.value),
                    number("{:.6f}", output.closed_form), number("{:.1e}", difference(output)),
                    number("{:.5f}", output.slope)});
  }
  stage.table(text("z = {:g}: f by LibTorch and by its formula, f′ by autograd",
                   "z = {:g}：f 由 LibTorch 与公式分别计算，f′ 由自动求导得到", result.sum.layer),
              {{"activation", "激活函数"},
               {"formula", "公式"},
               "f(z)",
               {"by formula", "按公式"},
               {"difference", "差"},
               "f′(z)"},
              rows);
  stage.figure("neuron",
               {"The neuron with its numbers, and its output for every activation",
                "标出数值的神经元，以及每个激活函数下的输出"},
               neuron_drawing(drawing(result), stage.language()));
  stage.figure(
      "activation",
      {"The chosen activation, and this neuron on it", "所选的激活函数，以及此神经元在其上的位置"},
      picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {8,
     "neuron",
     {"The general neuron", "一般的神经元"},
     {"Three inputs and the intercept +1, a weighted sum z, and every activation of it",
      "三个输入与截距 +1，一个加权和 z，以及它经过每个激活函数的输出"}},
    read_options, run);

}  // namespace gradus::demos::neuron
