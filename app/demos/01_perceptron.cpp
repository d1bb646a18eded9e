/// The perceptron, written in four ways.
///
/// Shows:   the threshold form, the bias form, the gate form h(z) and the sign form, all of one
///          neuron on the same inputs, and where they disagree.
/// Command: gradus demo perceptron          (try --tie 1, or --weights 1,-2 --bias 0.5)
/// See:     three forms agree on every input, z = 0 included; the gate form says 1 there.
#include "01_perceptron.h"

#include "experiment.h"
#include "gradus/models/perceptron.h"
#include "side_by_side.h"
#include "stage.h"

namespace gradus::demos::perceptron {

using models::Perceptron;
using models::PerceptronForm;
using models::PerceptronOptions;
using report::decide;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.inputs = flags.integer("--inputs", quick ? 20'000 : 1'000'000, {1, 100'000'000},
                                 "random rows to compare the forms on");
  options.w = flags.reals("--weights", {2, 1}, 2, "w₁,w₂ of the neuron that is drawn");
  options.bias = flags.real("--bias", -2, {}, "b of the neuron that is drawn; its threshold is -b");
  options.tie = flags.integer("--tie", 0, {0, 1}, "what the drawn neuron says at z = 0");
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  // Small whole numbers, so that z is exactly 0 often: ties are what the forms disagree about.
  const auto inputs = seeded(
      setup.seed, [&] { return torch::randint(-3, 4, {options.inputs, 3}).to(torch::kFloat32); });
  Perceptron bias_form = seeded(setup.seed, [] { return Perceptron(PerceptronOptions(3)); });
  const torch::NoGradGuard no_gradient;
  bias_form->linear->weight.copy_(torch::tensor({{2.0F, -1.0F, 1.0F}}));
  bias_form->linear->bias.fill_(1);
  bias_form->to(setup.device);
  const auto rows = inputs.to(setup.device);
  const auto expected = bias_form->predict(rows);
  const auto tied = bias_form->score(rows).eq(0);

  Result result{options.inputs, tied.sum().item<int64_t>(), {}};
  for (const auto form : {PerceptronForm::kBias, PerceptronForm::kThreshold, PerceptronForm::kSign,
                          PerceptronForm::kGate}) {
    bias_form->options.form(form);
    const auto differs = bias_form->predict(rows).ne(expected);
    const auto at_zero = torch::tensor({{0.0F, 1.0F, 0.0F}}, setup.device);  // 2·0 - 1·1 + 1 = 0
    result.forms.push_back({to_string(form), differs.sum().item<int64_t>(),
                            differs.logical_and(tied).sum().item<int64_t>(),
                            bias_form->predict(at_zero).item<double>()});
  }
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  int64_t rows = 0, ties = 0, smooth_forms = 0;
  for (const auto& form : result.forms) {
    if (form.form != "gate") smooth_forms += form.rows;
    if (form.form == "gate") rows = form.rows, ties = form.ties;
  }
  return {
      {{"threshold, bias and sign form are one and the same",
        "阈值式、偏置式与 sign 式是同一个神经元"},
       {"holds when they disagree on no row, ties included",
        "在所有输入上（含 z = 0）都一致，则成立"},
       text("{} disagreements on {} rows, {} of which have z = 0",
            "{1} 行输入（其中 {2} 行 z = 0）上有 {0} 处不一致", smooth_forms, result.rows,
            result.ties),
       decide(smooth_forms == 0)},
      {{"the gate form h(z) is the same neuron too", "门电路式 h(z) 也是同一个神经元"},
       {"holds without any disagreement; with limits when all disagreements have z = 0",
        "处处一致则成立；仅在 z = 0 处不一致则有条件成立"},
       text("{} disagreements, {} of them at z = 0", "{} 处不一致，其中 {} 处 z = 0", rows, ties),
       decide(rows == 0, rows == ties)},
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
  plane.title = {"The neuron's two half planes", "神经元划分的两个半平面"};
  plane.x_label = "x₁";
  plane.y_label = "x₂";
  auto model = models::Perceptron(PerceptronOptions(2).output(models::PerceptronOutput::kScore));
  const torch::NoGradGuard no_gradient;
  model->linear->weight.copy_(torch::tensor(options.w).unsqueeze(0));
  model->linear->bias.fill_(options.bias);
  torch::nn::AnyModule any(model);
  plane.region = region_of(any, {-3, 3}, {-3, 3}, {});
  plane.notes = {
      {-2, -2.5, number("z = {:g}·x₁ + {:g}·x₂ + {:g}", options.w[0], options.w[1], options.bias)}};
  return {.panels = {panel, plane}};
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A perceptron can be written with a threshold, with a bias, as a gate h(z) or with sign(z): "
       "different writings of one neuron.",
       "感知器可以写成阈值式、偏置式、门电路式 h(z) 或 sign 式：同一个神经元的不同写法。"});
  stage.ran(text("{} random rows of whole numbers from -3 to 3, w = (2, -1, 1), b = 1",
                 "{} 行 -3 到 3 的随机整数输入，w = (2, -1, 1)，b = 1", options.inputs));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> rows;
  for (const auto& form : result.forms) {
    rows.push_back(
        {form.form, number("{}", form.rows), number("{}", form.ties), number("{}", form.at_zero)});
  }
  stage.table({"Compared with the bias form", "与偏置式比较"},
              {{"form", "写法"},
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
      "阈值式、偏置式、门电路式与 sign 式：同一个神经元，以及它们在哪里不一致"}},
    read_options, run);

}  // namespace gradus::demos::perceptron
