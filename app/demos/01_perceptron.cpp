/// The perceptron, written in four ways.
///
/// Shows:   the threshold form, the bias form, the gate form h(z) and the sign form, all of one
///          neuron on the same inputs, and where they disagree.
/// Command: gradus demo perceptron          (try --tie 1, or --weights 1,-2 --bias 0.5)
/// See:     three forms agree on every input, z = 0 included; the gate form says 1 there.
#include "01_perceptron.h"

#include "experiment.h"
#include "gradus/core/seed.h"
#include "gradus/models/gates.h"
#include "stage.h"

namespace gradus::demos::perceptron {

using models::Perceptron;
using models::PerceptronForm;
using report::decide;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.inputs = flags.integer("--inputs", quick ? 20'000 : 1'000'000, {1, 100'000'000},
                                 "random rows to compare the forms on");
  options.w = flags.reals("--weights", {2, 1}, 2, "w₁,w₂ of the neuron");
  options.bias = flags.real("--bias", -2, {}, "b of the neuron; its threshold is -b");
  options.tie = flags.integer("--tie", 0, {0, 1}, "the answer at z = 0 of the writing you choose");
  return options;
}

Perceptron neuron(const Options& options, PerceptronForm form) {
  const torch::NoGradGuard no_gradient;
  std::vector<double> weights = {options.bias};
  weights.insert(weights.end(), options.w.begin(), options.w.end());
  return models::make_gate(weights, form);
}

Result measure(const Options& options, const Setup& setup) {
  // Small whole numbers, so that z is exactly 0 often: ties are what the forms disagree about.
  const auto rows = torch::randint(-3, 4, {options.inputs, 2}, make_generator(setup.seed, 0))
                        .to(setup.device, torch::kFloat32);
  const torch::NoGradGuard no_gradient;
  const auto chosen = options.tie == 1 ? PerceptronForm::kGate : PerceptronForm::kBias;
  const std::vector<std::pair<Form, PerceptronForm>> forms = {
      {{{"bias", "偏置式"}, {"1 if w·x + b > 0, else 0", "w·x + b > 0 时为 1，否则为 0"}},
       PerceptronForm::kBias},
      {{{"threshold", "阈值式"},
        {"1 if w·x > threshold = -b, else 0", "w·x > 阈值（= -b）时为 1，否则为 0"}},
       PerceptronForm::kThreshold},
      {{{"sign", "sign 式"}, "int((sign(z) + 1) / 2)"}, PerceptronForm::kSign},
      {{{"gate h(z)", "h(z) 式"}, {"1 if z ≥ 0, else 0", "z ≥ 0 时为 1，否则为 0"}},
       PerceptronForm::kGate},
      {{{"chosen by --tie", "--tie 所选"},
        text("0 below z = 0, 1 above, {} at it", "z < 0 为 0，z > 0 为 1，z = 0 为 {}",
             options.tie)},
       chosen}};
  auto reference = neuron(options, PerceptronForm::kBias);
  reference->to(setup.device);
  const auto expected = reference->predict(rows), tied = reference->score(rows).eq(0);
  Result result{options.inputs, tied.sum().item<int64_t>(), {}};
  for (auto [form, written] : forms) {
    auto other = neuron(options, written), zero = models::make_gate({0, 1}, written);
    other->to(setup.device);
    const auto differs = other->predict(rows).ne(expected);
    form.rows = differs.sum().item<int64_t>();
    form.ties = differs.logical_and(tied).sum().item<int64_t>();
    form.at_zero = zero->predict(torch::zeros({1, 1})).item<double>();  // z = 0 + 1·0
    result.forms.push_back(std::move(form));
  }
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& [rows, ties, forms] = result;
  const int64_t smooth = forms.at(1).rows + forms.at(2).rows;
  const Form& gate = forms.at(3);
  return {
      {{"threshold, bias and sign form are one and the same (threshold = -b)",
        "阈值式（阈值 = -b）、偏置式与 sign 式是同一个神经元"},
       {"holds when they disagree on no row, ties included",
        "在所有输入上（含 z = 0）都一致，则成立"},
       text("{} disagreements on {} rows, {} of which have z = 0",
            "{1} 行输入（其中 {2} 行 z = 0）上有 {0} 处不一致", smooth, rows, ties),
       decide(smooth == 0)},
      {{"the gate form h(z) is the same neuron too", "h(z) 式也是同一个神经元"},
       {"holds without any disagreement; with limits when all disagreements have z = 0",
        "处处一致则成立；仅在 z = 0 处不一致则有条件成立"},
       text("{} disagreements, {} of them at z = 0", "{} 处不一致，其中 {} 处 z = 0", gate.rows,
            gate.ties),
       decide(gate.rows == 0, gate.rows == gate.ties)},
  };
}

report::Panels picture(const Options& options) {
  report::Panel panel;
  panel.title = {"The output over z = w · x + b", "输出随 z = w · x + b 的变化"};
  panel.x_label = "z";
  panel.y_label = {"output", "输出"};
  panel.x = report::Span{-3, 3};
  panel.y = report::Span{-0.2, 1.2};
  panel.curves = {{.x = {-3, 0}, .y = {0, 0}, .width = 3}, {.x = {0, 3}, .y = {1, 1}, .width = 3}};
  const auto tie = static_cast<double>(options.tie);
  panel.marks = {{.name = {"value at z = 0", "z = 0 处的值"}, .x = {0}, .y = {tie}, .size = 2},
                 {.name = {"not taken", "不取"},
                  .x = {0},
                  .y = {1 - tie},
                  .shape = report::Marks::Shape::kCircle,
                  .size = 2}};
  report::Panel plane;
  plane.title = number("z = {:g}·x₁ {:+g}·x₂ {:+g}", options.w[0], options.w[1], options.bias);
  plane.x_label = "x₁";
  plane.y_label = "x₂";
  auto model = neuron(options, PerceptronForm::kBias);
  model->options.output(models::PerceptronOutput::kScore);
  torch::nn::AnyModule any(model);
  plane.region = region_of(any, {-3, 3}, {-3, 3}, {});
  return {.panels = {panel, plane}};
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A perceptron can be written with a threshold, with a bias, as a gate h(z) or with sign(z): "
       "different writings of one neuron.",
       "感知器可以写成阈值式、偏置式、h(z) 式（逻辑门所用）或 sign 式：同一个神经元的不同写法。"});
  stage.ran(text("w = ({:g}, {:g}), b = {:g} on {} random rows of whole numbers from -3 to 3",
                 "w = ({:g}, {:g})，b = {:g}；{} 行 -3 到 3 的随机整数输入", options.w[0],
                 options.w[1], options.bias, options.inputs));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> rows;
  for (const auto& form : result.forms) {
    rows.push_back({form.name, form.formula, number("{}", form.rows), number("{}", form.ties),
                    number("{}", form.at_zero)});
  }
  stage.table({"Compared with the bias form; z = w·x + b", "与偏置式比较；z = w·x + b"},
              {{"form", "写法"},
               {"formula", "公式"},
               {"disagreements", "不一致"},
               {"of them z = 0", "其中 z = 0"},
               {"output at z = 0", "z = 0 时的输出"}},
              rows);
  stage.figure(
      "forms",
      {"One neuron: its step, and the line it draws", "一个神经元：它的阶跃与它画出的直线"},
      picture(options));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {1,
     "perceptron",
     {"The perceptron's forms", "感知器的几种写法"},
     {"Threshold, bias, gate and sign form: one neuron, and where its writings disagree",
      "阈值式、偏置式、h(z) 式与 sign 式：同一个神经元，以及它们在哪里不一致"}},
    read_options, run);

}  // namespace gradus::demos::perceptron
