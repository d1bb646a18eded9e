/// Activation functions: what they are, what is wanted of them, what it is worth.
///
/// Shows:   f and f′ of thirteen functions; differentiable, monotonic and bounded computed and set
///          beside the textbook; a training race; the gradient that is left after many layers.
/// Command: gradus demo activations         (try --activations relu,elu:alpha=2, or --data moons)
/// See:     only sigmoid and tanh have all three wanted properties; functions that lack some learn
///          as well or better; through sigmoids the gradient vanishes layer by layer.
#include "11_activations.h"

#include "activation_gallery.h"
#include "gradus/models/mlp.h"
#include "wording.h"

#include <fmt/ranges.h>

#include <cmath>
#include <functional>
#include <sstream>

namespace gradus::demos::activations {

using report::decide;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  std::istringstream list(flags.text(
      "--activations",
      "sign,sigmoid,tanh,relu,prelu,leaky_relu,elu,gelu,silu,softplus,selu,mish,hardtanh",
      "joined by commas, with options as in elu:alpha=2"));
  for (std::string one; std::getline(list, one, ',');) {
    activation_function(one);  // refuses unknown names before anything is printed
    options.activations.push_back(one);
  }
  if (options.activations.empty()) throw UsageError("--activations: expected at least one name");
  options.data = flags.text("--data", "spirals", "of the race and of the gradients");
  options.examples = flags.integer("--examples", 400, {2, 100'000}, "at most, for training");
  options.hidden = flags.integers("--hidden", {16, 16}, {1, 4096}, "layers of the race's network");
  options.epochs = flags.integer("--epochs", quick ? 8 : 60, {1, 100'000}, "of the race");
  options.seeds = flags.integer("--seeds", quick ? 3 : 6, {2, 1000}, "trainings of each function");
  options.learning_rate = flags.real("--learning-rate", 1e-2, {1e-9, 1e3}, "of Adam");
  options.decay.max_depth = flags.integer("--max-depth", quick ? 6 : 12, {3, 500}, "hidden layers");
  options.decay.width = flags.integer("--width", 32, {1, 4096}, "of those layers");
  options.decay.initialization = models::parse_initialization(
      flags.choice("--initialization", "xavier", models::initialization_names(), "of all weights"));
  options.decay.seeds = options.seeds;
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  Result result;
  for (const auto& name : options.activations) result.functions.push_back(examine(name));
  const auto data = train_test(load_classes(options.data), options.examples, setup.seed);
  const auto build = [&](const std::string& activation) {
    return torch::nn::AnyModule(
        models::Mlp(models::MlpOptions(data.train.features(), data.train.outputs())
                        .hidden(options.hidden)
                        .activation(activation)
                        .initialization(options.decay.initialization)));
  };
  const Recipe recipe{.optimizer = {"adam", options.learning_rate, {}}, .epochs = options.epochs};
  result.race = run_race(options.activations, options.seeds, build, data, recipe, setup);
  result.decays = measure_decay({"sigmoid", "tanh", "relu"}, options.decay, data.train, setup);
  return result;
}

std::vector<report::Finding> judge_properties(const std::vector<Examined>& functions) {
  size_t differ = 0;
  double error = 0;
  for (const auto& function : functions) {
    if (function.textbook && *function.textbook != function.measured.traits) ++differ;
    const double one = function.measured.autograd_error;
    if (one > error || std::isnan(one)) error = one;
  }
  std::vector<report::Finding> findings = {
      {{"the computed properties are the textbook's", "算出的性质与教科书一致"},
       {"holds when they agree for every function", "每个函数都一致则成立"},
       text("{} of {} functions differ", "{1} 个函数中 {0} 个不一致", differ, functions.size()),
       decide(differ == 0)},
      {{"autograd gives the slope wherever there is one", "凡可微处，自动求导给出的就是斜率"},
       {"holds when it is within 1e-6 of the central difference quotients",
        "与中心差商相差不超过 1e-6 则成立"},
       number("{:.1e}", error),
       decide(error <= 1e-6)},
  };
  const auto count = count_traits(functions, /*named_only=*/true);
  if (count.functions == 0) return findings;
  findings.push_back(
      {{"the functions that the course names are differentiable, monotonic and bounded",
        "课程列出的激活函数可微、单调、输出值范围可控"},
       {"holds when all have all three; with limits when some have",
        "全部具备三条则成立；仅部分具备则有条件成立"},
       text("{} of {} have all three; {} are differentiable, {} monotonic, {} bounded",
            "{1} 个中 {0} 个三条都具备；可微 {2} 个，单调 {3} 个，有界 {4} 个", count.all,
            count.functions, count.differentiable, count.monotonic, count.bounded),
       decide(count.all == count.functions, count.all > 0)});
  return findings;
}

std::vector<report::Finding> judge(const Result& result) {
  auto findings = judge_properties(result.functions);
  const auto wanted = [&](size_t i) { return result.functions[i].measured.traits.all(); };
  const auto with = group_accuracies(result.race, wanted);
  const auto without = group_accuracies(result.race, std::not_fn(wanted));
  if (!with.empty() && !without.empty()) {
    const auto gain = report::paired_difference(with, without);
    findings.push_back(
        {{"functions with all three learn better than the others",
          "三条都具备的函数比其他函数学得更好"},
         {"holds when the 95 % interval of the mean gain in test accuracy lies above 0; with "
          "limits when only its mean does",
          "测试准确率平均增益的 95 % 区间在 0 以上则成立；仅均值大于 0 则有条件成立"},
         points(gain),
         decide(gain.low > 0, gain.mean > 0)});
  }
  const auto& sigmoid = result.decays.front().slopes;
  const auto& relu = result.decays.back().slopes;
  const auto faster = report::paired_difference(sigmoid, relu);
  findings.push_back(
      {{"through sigmoids the gradient vanishes faster than through ReLUs",
        "梯度经过 Sigmoid 比经过 ReLU 消失得更快"},
       {"holds when the 95 % interval of the difference of slopes, powers of ten a layer, lies "
        "below 0",
        "斜率（每层的数量级变化）之差的 95 % 区间在 0 以下则成立"},
       interval(faster),
       decide(faster.high < 0)});
  return findings;
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"Activations make a network non-linear; wanted of them: differentiable, monotonic, "
       "values in a bounded range.",
       "激活函数使网络具备非线性建模能力；期望的性质：可微、单调、输出值范围可控。"});
  stage.ran(text(
      "properties in float64; race of {} functions on {}, hidden layers {}, {} epochs of "
      "Adam, {} seeds; gradients at up to {} hidden layers of {}; weights {}",
      "性质用 float64 计算；{} 个函数在 {} 数据上训练对比，隐层 {}，Adam 训练 {} 轮，{} 个种子；"
      "梯度测到 {} 个隐层（宽 {}）；初始化 {}",
      options.activations.size(), options.data, fmt::format("{}", fmt::join(options.hidden, "-")),
      options.epochs, options.seeds, options.decay.max_depth, options.decay.width,
      models::to_string(options.decay.initialization)));
  const auto result = measure(options, stage.setup());
  show_properties(stage, result.functions);
  show_race(stage, result.race);
  show_decay(stage, result.decays);
  stage.figure("gallery", {"The functions and their slopes", "各函数及其导数"},
               gallery(result.functions));
  stage.figure("race", {"The training race: losses and accuracies", "训练对比：损失与准确率"},
               race_picture(result.race));
  stage.figure("vanishing", {"What is left of the gradient in the first layer", "首层还剩多少梯度"},
               decay_picture(result.decays));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {11,
     "activations",
     {"Activation functions", "激活函数"},
     {"Thirteen functions: their properties computed, a training race, vanishing gradients",
      "十三个函数：计算其性质、训练对比、梯度消失"}},
    read_options, run);

}  // namespace gradus::demos::activations
