/// Depth in practice: what more hidden layers bring when they cost no parameters.
///
/// Shows:   networks with 1 to 8 hidden layers, each as wide as equal numbers of parameters allow,
///          on Fashion-MNIST and on digits.
/// Command: gradus demo depth     (try --data digits --seeds 20, or --examples 30000)
/// See:     whether several hidden layers beat one, whether three layers beat two, and how little
///          more layers change. As in the course, layers are hidden layers + output.
#include "20_depth.h"

#include "depths.h"
#include "gradus/core/error.h"
#include "parameter_budget.h"
#include "seed_grid.h"
#include "stage.h"
#include "train_test.h"
#include "wording.h"

#include <algorithm>
#include <sstream>

namespace gradus::demos::depth {

using report::decide;
using report::paired_difference;
using report::text;

constexpr double kPoint = 0.01;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  std::istringstream names(flags.text("--data", "fashion-mnist+digits",
                                      "sets with classes, see `gradus datasets`, joined by +"));
  for (std::string name; std::getline(names, name, '+');) options.data.push_back(name);
  if (options.data.empty()) throw UsageError("--data: expected a set, as in fashion-mnist+digits");
  options.depths = read_depths(flags, quick);
  options.parameters = flags.integer("--parameters", quick ? 20'000 : 50'000, {1, 100'000'000},
                                     "weights and biases of every network, to 2 %");
  options.examples = flags.integer("--examples", quick ? 1000 : 10'000, {10, 100'000'000},
                                   "for training, at most");
  options.epochs = flags.integer("--epochs", quick ? 5 : 10, {1, 100'000}, "passes over the data");
  options.seeds = flags.integer("--seeds", quick ? 3 : 6, {2, 1000}, "trainings of each network");
  options.batch_size = flags.integer("--batch-size", 64, {1, 1'000'000}, "examples a step");
  options.learning_rate = flags.real("--learning-rate", 1e-3, {1e-9, 1e3}, "of Adam");
  options.activation = flags.text("--activation", "relu", "of the hidden layers");
  return options;
}

DepthSweep sweep(const Options& options, const Setup& setup, const std::string& name) {
  const auto data = train_tests(name, options.examples, options.seeds, setup.seed);
  const auto& train = data.front().train;
  const int64_t inputs = train.features(), classes = train.outputs();
  DepthSweep sweep{name, {}, train.size(), data.front().test.size()};
  for (const int64_t depth : options.depths) {
    const auto hidden = widths_for_parameters(inputs, classes, depth, options.parameters);
    sweep.networks.push_back({hidden, count_parameters(inputs, hidden, classes)});
  }
  const Recipe recipe{.optimizer = {"adam", options.learning_rate, {}},
                      .epochs = options.epochs,
                      .batch_size = options.batch_size};
  const auto trained =
      seed_grid(sweep.networks, options.seeds, setup, [&](const DepthNetwork& network, int64_t i) {
        return train_mlp(models::MlpOptions(inputs, classes)
                             .hidden(network.hidden)
                             .activation(options.activation)
                             .initialization(models::Initialization::kHe),
                         data[static_cast<size_t>(i)], recipe, setup,
                         setup.seed + static_cast<uint64_t>(i));
      });
  const auto accuracies = column(trained, &Accuracies::test);
  for (size_t i = 0; i < accuracies.size(); ++i) sweep.networks[i].accuracies = accuracies[i];
  return sweep;
}

std::vector<DepthSweep> measure(const Options& options, const Setup& setup) {
  std::vector<DepthSweep> sweeps;
  for (const auto& name : options.data) sweeps.push_back(sweep(options, setup, name));
  return sweeps;
}

report::Finding judge_deeper(const DepthSweep& sweep) {
  std::vector<double> means, lows, highs;
  for (const auto& network : sweep.networks) {
    if (network.depth() < 3) continue;
    const auto change = change_from_three_layers(sweep, network);
    means.push_back(change.mean), lows.push_back(change.low), highs.push_back(change.high);
  }
  const auto [least, most] = std::ranges::minmax(means);
  const double low = std::ranges::min(lows), high = std::ranges::max(highs);
  const bool intervals_inside = low > -kPoint && high < kPoint;
  const bool means_inside = least > -kPoint && most < kPoint;
  return {text("{}: four and more layers change little", "{}：4 层及以上变化不大", sweep.data),
          {"holds when each one's 95 % interval of the mean difference from three layers lies "
           "within ±1 point; with limits when each mean does",
           "每个更深的网络与 3 层网络之差的均值，其 95 % 置信区间都在 ±1 个百分点以内则成立；"
           "仅均值都在以内则有条件成立"},
          text("means from {:+.2f} to {:+.2f} points, intervals within [{:+.2f}, {:+.2f}]",
               "均值在 {:+.2f} 到 {:+.2f} 个百分点之间，置信区间在 [{:+.2f}, {:+.2f}] 之内",
               100 * least, 100 * most, 100 * low, 100 * high),
          decide(intervals_inside, means_inside)};
}

std::vector<report::Finding> judge(const std::vector<DepthSweep>& sweeps) {
  const report::Text above_0{
      "holds when the 95 % interval of the mean difference lies above 0; one "
      "that contains 0 shows no difference",
      "差值均值的 95 % 置信区间在 0 以上则成立；区间含 0 表示没有测出差别"};
  std::vector<report::Finding> findings;
  for (const auto& sweep : sweeps) {
    const auto& one = sweep.networks[0].accuracies;
    const auto several = paired_difference(mean_accuracies(sweep, 2, 4), one);
    const auto three = paired_difference(sweep.networks[1].accuracies, one);
    findings.push_back({text("{}: several hidden layers (2 to 4, their mean) do better than one",
                             "{}：多个隐层（2 到 4 个的平均）优于单隐层", sweep.data),
                        above_0, points(several), decide(several.low > 0)});
    findings.push_back({text("{}: three layers (2 hidden) beat two (1 hidden)",
                             "{}：3 层网络（2 隐层）优于 2 层网络（1 隐层）", sweep.data),
                        above_0, points(three), decide(three.low > 0)});
    findings.push_back(judge_deeper(sweep));
  }
  return findings;
}

report::Panels picture(const std::vector<DepthSweep>& sweeps) {
  report::Panels panels{.columns = 2, .plot_width = 360, .plot_height = 200};
  int64_t colour = 0;
  for (const auto& sweep : sweeps) {
    for (auto& panel : depth_panels(sweep, colour, /*margin=*/1)) {
      panels.panels.push_back(std::move(panel));
    }
    ++colour;
  }
  return panels;
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"In practice several hidden layers do better than one; three layers beat two, but more and "
       "more of them (4, 5, 6, 7 …) do not change the result much.",
       "实践中多隐层优于单隐层；3 层网络优于 2 层，但层数再增加（4、5、6、7 ……），"
       "最终效果变化不大。"});
  stage.ran(text(
      "networks of {} parameters with {} and He's initialisation, at most {} training "
      "examples; {} epochs of Adam with rate {}, batches of {}, {} seeds",
      "每个网络 {} 个参数，激活函数 {}，He 初始化，最多 {} 个训练样本；训练 {} 轮，Adam 学习率 "
      "{}，批大小 {}，{} 个种子",
      options.parameters, options.activation, options.examples, options.epochs,
      options.learning_rate, options.batch_size, options.seeds));
  const auto sweeps = measure(options, stage.setup());
  for (const auto& sweep : sweeps) {
    stage.table(
        text("{}: test accuracy, mean ± deviation over seeds ({} training, {} test examples)",
             "{}：测试准确率（{} 个训练样本，{} 个测试样本），均值 ± 标准差", sweep.data,
             sweep.train_examples, sweep.test_examples),
        {{"hidden", "隐层"},
         {"layers", "层数"},
         {"width", "宽度"},
         {"parameters", "参数"},
         {"accuracy", "准确率"},
         {"less 3 layers, points", "与 3 层之差（百分点）"}},
        table_rows(sweep));
  }
  stage.figure(
      "depth",
      {"Left: mean and one standard deviation over seeds. Right: mean difference from three "
       "layers with its 95 % interval; dashed: ±1 point",
       "左：均值与种子间的一个标准差。右：与 3 层网络之差的均值及其 95 % 置信区间；虚线为 ±1 "
       "个百分点"},
      picture(sweeps));
  stage.findings(judge(sweeps));
}

const bool registered =
    register_demo({20,
                   "depth",
                   {"Depth in practice", "实践中的深度"},
                   {"Hidden layers 1 to 8 at equal numbers of parameters: how much depth matters",
                    "参数数量相同、隐层数从 1 到 8 的网络：深度有多重要"}},
                  read_options, run);

}  // namespace gradus::demos::depth
