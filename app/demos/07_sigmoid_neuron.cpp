/// The S-shaped neuron: what a gradient is good for.
///
/// Shows:   z = w·x + b, y = σ(z) beside the step, with their derivatives; the same network on XOR,
///          once with step and once, from the same weights, with sigmoid units.
/// Command: gradus demo sigmoid_neuron      (try --activation tanh --learning-rate 0.1)
/// See:     the step's gradient is exactly 0 wherever it exists, so its network never moves; the
///          sigmoid's network learns.
#include "07_sigmoid_neuron.h"

#include "precision.h"
#include "side_by_side.h"
#include "stage.h"
#include "unit_network.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos::sigmoid_neuron {

using report::decide;
using report::number;
using report::text;

constexpr double kSpan = 4;  // random z lie between -kSpan and kSpan

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.hidden = flags.integer("--hidden", 8, {1, 4096}, "units of the hidden layer");
  options.seeds = flags.integer("--seeds", quick ? 4 : 10, {2, 1000}, "networks of each kind");
  options.epochs =
      flags.integer("--epochs", quick ? 100 : 150, {2, 100'000}, "passes over 200 rows");
  options.optimizer = flags.text("--optimizer", "sgd", "that descends the gradient");
  options.learning_rate = flags.real("--learning-rate", 2, {1e-9, 1e3}, "of the optimizer");
  options.noise = flags.real("--noise", 0.15, {0, 10}, "on the four corners of XOR");
  options.points = flags.integer("--points", quick ? 20'000 : 200'000, {10'000, 100'000'000},
                                 "random z to take the slopes at");
  options.activation = flags.text("--activation", "sigmoid", "units of the smooth network");
  return options;
}

Arm measure_arm(const Options& options, const Setup& setup, report::Text name,
                const std::string& activation) {
  const auto z = seeded(setup.seed, [&] {
    return torch::empty({options.points}, torch::kFloat64).uniform_(-kSpan, kSpan);
  });
  const Recipe recipe{.optimizer = {options.optimizer, options.learning_rate, {}},
                      .epochs = options.epochs,
                      .batch_size = 20};
  return {std::move(name),
          slopes_of(activation, z.to(setup.device, finest_type(setup.device)), kHalfWidths),
          side_by_side(options.seeds, setup, [&](int64_t i) {
            const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
            auto model =
                seeded(seed, [&] { return unit_network(2, {options.hidden}, activation); });
            return train_on_xor(model, recipe, options.noise, setup, seed);
          })};
}

Result measure(const Options& options, const Setup& setup) {
  return {measure_arm(options, setup, {"step", "阶跃"}, "step"),
          measure_arm(options, setup, options.activation, options.activation),
          noisy_xor(options.noise, setup.seed).train};
}

std::vector<double> over_seeds(const Arm& arm, double XorTraining::*number) {
  std::vector<double> values;
  for (const auto& network : arm.networks) values.push_back(network.*number);
  return values;
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSolved = 0.95, kClear = 0.2;
  const auto& slopes = result.step.slopes;
  bool flat = slopes.nonzero == 0;
  for (size_t k = 0; k < kHalfWidths.size(); ++k) {
    flat = flat && slopes.quotients.at(k) <= kHalfWidths[k];
  }
  const double gradient = std::ranges::max(over_seeds(result.step, &XorTraining::gradient));
  const double moved = std::ranges::max(over_seeds(result.step, &XorTraining::moved));
  const auto right = over_seeds(result.smooth, &XorTraining::accuracy);
  const auto gain =
      report::paired_difference(right, over_seeds(result.step, &XorTraining::accuracy));
  const auto solved = std::ranges::count_if(right, [](double share) { return share > kSolved; });
  return {
      {{"the gradient of the step is zero almost everywhere", "阶跃函数的梯度几乎处处为零"},
       {"holds when autograd's is exactly 0 at every random z, and for each h the difference "
        "quotient over z ± h differs from 0 at a share of at most h of them",
        "在每个随机的 z 处，自动求导的结果都恰为 0，并且对每个 h，区间 z ± h "
        "上的差商非零的点所占比例不超过 h，则成立"},
       text("autograd: not 0 at {} of {} z; quotients: at a share of {:.2g} for h = {}, {:.2g} for "
            "h = {}",
            "自动求导：{1} 个 z 中 {0} 个非零；差商非零的比例：h = {3} 时为 {2:.2g}，h = {5} 时为 "
            "{4:.2g}",
            slopes.nonzero, slopes.points, slopes.quotients.front(), kHalfWidths.front(),
            slopes.quotients.back(), kHalfWidths.back()),
       decide(flat)},
      {{"gradient descent cannot train the step network", "梯度下降无法训练阶跃网络"},
       {"holds when in every seed the gradient is exactly 0 for every weight, and none moves by a "
        "bit",
        "在每个种子中，每个权重的梯度都恰为 0，训练后也没有一个权重改变分毫，则成立"},
       text("largest gradient {:g}, largest move of a weight {:g}, {} seeds",
            "最大梯度 {:g}，权重的最大改变量 {:g}，{} 个种子", gradient, moved, gain.count),
       decide(gradient == 0 && moved == 0)},
      {{"the same network of S-shaped neurons learns", "换成 S 型神经元，同一网络就能学习"},
       {"holds when the 95 % interval of its gain in test accuracy over the step network lies "
        "above 20 points; with limits when it lies above 0",
        "相对阶跃网络，测试准确率增益的 95 % 置信区间在 20 个百分点以上则成立；仅在 0 "
        "以上则有条件成立"},
       {points(gain).en + fmt::format("; above 95 % in {} of {}", solved, gain.count),
        points(gain).zh + fmt::format("；{1} 个中有 {0} 个超过 95 %", solved, gain.count)},
       decide(gain.low > kClear, gain.low > 0)},
  };
}

report::Panels picture(const Result& result) {
  report::Panel losses{.title = {"Training loss", "训练损失"},
                       .x_label = {"epoch", "轮"},
                       .y_label = {"mean squared error", "均方误差"}};
  losses.curves = {loss_curve(result.step.name, result.step.networks, 1),
                   loss_curve(result.smooth.name, result.smooth.networks, 0)};
  losses.y = report::Span{0, 1.05 * std::max(std::ranges::max(losses.curves[0].high),
                                             std::ranges::max(losses.curves[1].high))};
  report::Panels panels{.panels = {losses}, .columns = 3, .plot_width = 230, .plot_height = 200};
  const auto [x, y] = spans_of(result.shown);
  for (const auto* arm : {&result.step, &result.smooth}) {
    panels.panels.push_back({.title = arm->name,
                             .x_label = "x₁",
                             .y_label = "x₂",
                             .x = x,
                             .y = y,
                             .region = arm->networks.front().region,
                             .marks = marks_of(result.shown, 200)});
  }
  return panels;
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A network of steps cannot be trained by gradient descent, since the step's gradient is "
       "zero almost everywhere; with S-shaped neurons, z = w·x + b and y = σ(z), it can.",
       "阶跃函数的梯度几乎处处为零，梯度下降训练不了感知器网络；换成 S 型神经元（z = w·x + b，y = "
       "σ(z)）就可以。"});
  stage.ran(text(
      "noisy XOR (200 training, 400 test examples, noise {}), networks 2-{}-1, {} seeds, {} epochs "
      "of {} with rate {}, mean squared error; slopes at {} random z in [-4, 4]",
      "带噪声的异或（训练 200 例，测试 400 例，噪声 {}），2-{}-1 网络，{} 个种子，{} 轮 "
      "{}，学习率 {}，均方误差；在 [-4, 4] 中随机取 {} 个 z 求梯度",
      options.noise, options.hidden, options.seeds, options.epochs, options.optimizer,
      options.learning_rate, options.points));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> slopes, networks;
  for (const auto* arm : {&result.step, &result.smooth}) {
    slopes.push_back({arm->name, number("{}", arm->slopes.nonzero)});
    for (const double share : arm->slopes.quotients) {
      slopes.back().push_back(number("{:.3f} %", 100 * share));
    }
    networks.push_back(
        {arm->name, number("{:.3g}", report::median(over_seeds(*arm, &XorTraining::gradient))),
         number("{:.3g}", report::median(over_seeds(*arm, &XorTraining::moved))),
         mean_deviation(report::estimate(over_seeds(*arm, &XorTraining::accuracy)))});
  }
  stage.table(
      {"Random z where the slope is not exactly 0: by autograd, and the share by difference "
       "quotients over z ± h",
       "斜率不恰为 0 的随机 z：自动求导（个数），以及区间 z ± h 上的差商（比例）"},
      {{"unit", "神经元"}, {"autograd", "自动求导"}, "h = 1", "0.1", "0.01", "0.001"}, slopes);
  stage.table({"Networks, over the seeds", "各种子的网络"},
              {{"units", "神经元"},
               {"largest gradient", "最大梯度"},
               {"largest move", "权重最大改变"},
               {"test accuracy", "测试准确率"}},
              networks);
  stage.figure("neurons", {"The two neurons and their derivatives", "两种神经元及其导数"},
               report::Panels{.panels = unit_panels(
                                  {{result.step.name, "step", 1, report::Curve::Style::kSteps},
                                   {result.smooth.name, options.activation, 0}},
                                  {-kSpan, kSpan})});
  stage.figure(
      "training",
      {"The same network with either unit: loss (mean ± deviation over seeds), and what the "
       "first seed says of the plane",
       "同一网络换用两种神经元：损失（均值 ± 种子间标准差），以及第一个种子对平面的划分"},
      picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {7,
     "sigmoid_neuron",
     {"The S-shaped neuron", "S 型神经元"},
     {"A step has no gradient to descend, a sigmoid has: the same network, untrainable and trained",
      "阶跃没有可下降的梯度，sigmoid 有：同一网络，一个无法训练，一个学会"}},
    read_options, run);

}  // namespace gradus::demos::sigmoid_neuron
