/// Why activations: without one, any depth equals a single layer.
///
/// Shows:   a deep linear network multiplied out into one matrix, and trained on two moons beside
///          logistic regression and the same network with an activation.
/// Command: gradus demo linear_collapse     (try --depth 20, or --activation tanh)
/// See:     the same outputs to 1e-5; the same straight boundary however deep; a bent one as soon
///          as there is an activation.
#include "12_linear_collapse.h"

#include "experiment.h"
#include "gradus/data/load.h"
#include "side_by_side.h"
#include "stage.h"
#include "wording.h"

namespace gradus::demos::linear_collapse {

using report::decide;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.depth = flags.integer("--depth", 5, {2, 50}, "linear layers");
  options.width = flags.integer("--width", 16, {1, 4096}, "of the hidden layers");
  options.seeds = flags.integer("--seeds", quick ? 3 : 10, {2, 1000}, "trainings of each network");
  options.epochs =
      flags.integer("--epochs", quick ? 60 : 100, {1, 100'000}, "passes over 400 examples");
  options.learning_rate = flags.real("--learning-rate", 1e-2, {1e-9, 1e3}, "of Adam");
  options.noise = flags.real("--noise", 0.1, {0, 10}, "of the two moons");
  options.activation = flags.text("--activation", "relu", "of the network that has one");
  return options;
}

AffineMap collapse(const models::Mlp& model) {
  AffineMap map;
  for (const auto& module : model->modules()) {
    const auto* linear = module->as<torch::nn::LinearImpl>();
    if (linear == nullptr) continue;
    const bool first = !map.weight.defined();
    map.bias = first ? linear->bias : linear->weight.matmul(map.bias) + linear->bias;
    map.weight = first ? linear->weight : linear->weight.matmul(map.weight);
  }
  return map;
}

double collapse_error(models::Mlp& model, int64_t rows) {
  const torch::NoGradGuard no_gradient;
  const auto map = collapse(model);
  const auto inputs = torch::randn({rows, model->options.inputs()}, map.weight.options());
  const auto deep = model->forward(inputs);
  const auto shallow = inputs.matmul(map.weight.t()) + map.bias;
  return ((deep - shallow).abs().max() / deep.abs().max()).item<double>();
}

models::Mlp network(const Options& options, const std::string& activation, int64_t hidden_layers) {
  return models::Mlp(
      models::MlpOptions(2, 2)
          .hidden(std::vector<int64_t>(static_cast<size_t>(hidden_layers), options.width))
          .activation(activation));
}

Arm train(const Options& options, const Setup& setup, report::Text name,
          const std::string& activation, int64_t hidden_layers) {
  const Recipe recipe{.optimizer = {"adam", options.learning_rate, {}}, .epochs = options.epochs};
  const auto trained = side_by_side(options.seeds, setup, [&](int64_t i) {
    const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
    const auto moons =
        data::load_data(fmt::format("moons:n=400,test=1000,noise={},seed={}", options.noise, seed));
    torch::nn::AnyModule model(
        seeded(seed, [&] { return network(options, activation, hidden_layers); }));
    auto trainer = make_trainer(model, recipe, setup, seed);
    fit(trainer, moons.train);
    const auto [x, y] = spans_of(moons.train);
    return std::pair(accuracy(trainer, *moons.test), region_of(model, x, y, setup));
  });
  Arm arm{std::move(name), {}, trained.front().second};
  for (const auto& [accuracy, region] : trained) arm.accuracies.push_back(accuracy);
  return arm;
}

Result measure(const Options& options, const Setup& setup) {
  auto deep = seeded(setup.seed, [&] { return network(options, "identity", options.depth - 1); });
  const auto& f = options.activation;
  return {collapse_error(deep, 1000),
          train(options, setup, {"logistic regression", "逻辑回归"}, "identity", 0),
          train(options, setup, text("{} linear layers", "{} 层线性网络", options.depth),
                "identity", options.depth - 1),
          train(options, setup, text("{} layers with {}", "{} 层，激活函数 {}", options.depth, f),
                f, options.depth - 1),
          load_train(fmt::format("moons:n=400,noise={},seed={}", options.noise, setup.seed))};
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-5, kPoint = 0.01;
  const auto& base = result.logistic.accuracies;
  const auto linear = report::paired_difference(result.linear.accuracies, base);
  const auto activated = report::paired_difference(result.activated.accuracies, base);
  return {
      {{"a deep linear network equals one layer", "深层线性网络等价于一层"},
       {"holds when the multiplied-out matrix gives the same outputs to 1e-5",
        "连乘成一个矩阵后，输出相差不超过 1e-5 则成立"},
       text("largest relative difference {:.1e}", "最大相对差 {:.1e}", result.collapse_error),
       decide(result.collapse_error <= kSame)},
      {{"trained, it is no better than logistic regression", "训练后也不比逻辑回归好"},
       {"holds when the 95 % interval of the mean gain in test accuracy lies below 1 point",
        "测试准确率平均增益的 95 % 置信区间在 1 个百分点以下则成立"},
       points(linear),
       decide(linear.high < kPoint)},
      {{"with an activation it is", "加上激活函数就更好"},
       {"holds when the interval of its gain lies above 1 point; with limits when above 0",
        "它的准确率增益的 95 % 置信区间在 1 个百分点以上则成立；仅在 0 以上则有条件成立"},
       points(activated),
       decide(activated.low > kPoint, activated.low > 0)},
  };
}

report::Panels picture(const Result& result) {
  report::Panels panels{.columns = 3, .plot_width = 230, .plot_height = 190};
  for (const auto* arm : {&result.logistic, &result.linear, &result.activated}) {
    panels.panels.push_back({.title = arm->name, .x_label = "x₁", .y_label = "x₂"});
    panels.panels.back().region = arm->region;
    panels.panels.back().marks = marks_of(result.shown, 200);
  }
  return panels;
}

void run(Stage& stage, const Options& options) {
  stage.claim({"Without activations a network of any depth is equivalent to a single layer.",
               "没有激活函数，网络再深也与单层网络等价。"});
  stage.ran(text(
      "two moons with noise {}, 400 training and 1000 test examples; {} seeds, {} epochs of Adam",
      "双月数据（噪声 {}），400 个训练样本、1000 个测试样本；{} 个种子，Adam 训练 {} 轮",
      options.noise, options.seeds, options.epochs));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> rows;
  for (const auto* arm : {&result.logistic, &result.linear, &result.activated}) {
    rows.push_back({arm->name, mean_deviation(report::estimate(arm->accuracies))});
  }
  stage.table({"Test accuracy, mean ± deviation over seeds", "测试准确率：均值 ± 种子间标准差"},
              {{"network", "网络"}, {"accuracy", "准确率"}}, rows);
  stage.figure("moons", {"Decision regions of the first seed", "第一个种子的决策区域"},
               picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {12,
     "linear_collapse",
     {"Why activations", "为什么需要激活函数"},
     {"A deep linear network collapses into one layer; an activation keeps it from that",
      "深层线性网络会塌缩成一层，激活函数使它不塌缩"}},
    read_options, run);

}  // namespace gradus::demos::linear_collapse
