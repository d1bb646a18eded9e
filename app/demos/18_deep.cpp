/// Deep networks: more hidden layers.
///
/// Shows:   a network with five hidden layers trained on Fashion-MNIST, epoch by epoch, beside
///          softmax regression and one hidden layer with about as many parameters.
/// Command: gradus demo deep     (try --hidden 64-64-64-64-64-64-64-64, or --activation sigmoid)
/// See:     its loss falls from epoch to epoch, and it ends well above softmax regression.
#include "18_deep.h"

#include "gradus/core/error.h"
#include "gradus/models/softmax_regression.h"
#include "parameter_budget.h"
#include "seed_results.h"
#include "stage.h"
#include "train_test.h"
#include "wording.h"

#include <fmt/ranges.h>

namespace gradus::demos::deep {

using report::decide;
using report::estimate;
using report::number;
using report::text;
using torch::nn::AnyModule;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.data = flags.text("--data", "fashion-mnist", "a set with classes, see `gradus datasets`");
  options.hidden = flags.integers("--hidden", {128, 128, 128, 128, 128}, {1, 4096},
                                  "widths of the deep network's hidden layers, at least two");
  options.examples = flags.integer("--examples", quick ? 4000 : 60'000, {10, 100'000'000},
                                   "for training, at most");
  options.epochs = flags.integer("--epochs", quick ? 5 : 8, {2, 100'000}, "passes over the data");
  options.seeds = flags.integer("--seeds", 3, {2, 1000}, "trainings of each network");
  options.batch_size = flags.integer("--batch-size", 128, {1, 1'000'000}, "examples a step");
  options.learning_rate = flags.real("--learning-rate", 1e-3, {1e-9, 1e3}, "of Adam");
  options.activation = flags.text("--activation", "relu", "of the hidden layers");
  if (options.hidden.size() < 2) {
    throw UsageError("--hidden={}: expected at least two widths, as in 128-128-128",
                     fmt::format("{}", fmt::join(options.hidden, "-")));
  }
  return options;
}

AnyModule network(const Options& options, const std::vector<int64_t>& hidden,
                  const data::Dataset& train) {
  if (hidden.empty()) {
    return AnyModule(models::SoftmaxRegression(
        models::SoftmaxRegressionOptions(train.features(), train.outputs())));
  }
  return AnyModule(models::Mlp(models::MlpOptions(train.features(), train.outputs())
                                   .hidden(hidden)
                                   .activation(options.activation)
                                   .initialization(models::Initialization::kHe)));
}

Result measure(const Options& options, const Setup& setup) {
  const auto data = train_test(load_classes(options.data), options.examples, setup.seed);
  const int64_t inputs = data.train.features(), classes = data.train.outputs();
  const int64_t parameters = count_parameters(inputs, options.hidden, classes);
  Result result{{{"softmax regression", "softmax 回归"}, {}},
                {{"1 hidden layer", "1 个隐层"},
                 widths_for_parameters(inputs, classes, 1, parameters, /*tolerance=*/1)},
                {text("{} hidden layers", "{} 个隐层", options.hidden.size()), options.hidden},
                data.train.size(),
                data.test.size()};
  const Recipe recipe{.optimizer = {"adam", options.learning_rate, {}},
                      .epochs = options.epochs,
                      .batch_size = options.batch_size};
  // The largest networks first, so that no long training is left over for one processor alone.
  std::vector<training::Trainer> trainers;
  const std::vector<Arm*> arms = {&result.deep, &result.wide, &result.softmax};
  for (const Arm* arm : arms) {
    for (int64_t i = 0; i < options.seeds; ++i) {
      const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
      trainers.push_back(
          make_trainer(seeded(seed, [&] { return network(options, arm->hidden, data.train); }),
                       recipe, setup, seed, Company::kOthers));
    }
  }
  const auto histories = fit_all(trainers, data.train, &data.test);
  auto of_arm = histories.begin();
  for (Arm* arm : arms) {
    arm->parameters = count_parameters(inputs, arm->hidden, classes);
    arm->curves = epoch_curves({of_arm, of_arm + options.seeds});
    of_arm += options.seeds;
  }
  return result;
}

report::Estimate lead_over(const Result& result, const Arm& arm) {
  return report::paired_difference(result.deep.curves.test_accuracy.back(),
                                   arm.curves.test_accuracy.back());
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kMost = 0.9;
  const auto [falls, steps] = count_falls(result.deep.curves.train_loss);
  const auto lead = lead_over(result, result.softmax);
  return {
      {{"the deep network trains without trouble", "深度网络训练顺利"},
       {"holds when its training loss falls from every epoch to the next, with every seed; with "
        "limits when it falls in at least 90 % of these steps",
        "每个种子的训练损失每一轮都下降则成立；至少 90 % 的轮次下降则有条件成立"},
       text("falls in {} of {}", "{1} 次中 {0} 次下降", falls, steps),
       decide(falls == steps, static_cast<double>(falls) >= kMost * static_cast<double>(steps))},
      {{"it does better than softmax regression", "它比 softmax 回归好"},
       {"holds when the 95 % interval of the mean difference in final test accuracy lies above 0",
        "最终测试准确率之差的均值，其 95 % 置信区间在 0 以上则成立"},
       points(lead),
       decide(lead.low > 0)},
  };
}

report::Panels picture(const Result& result) {
  std::vector<NamedCurves> networks;
  for (const auto* arm : {&result.softmax, &result.wide, &result.deep}) {
    networks.push_back({arm->name, arm->curves});
  }
  return {.panels = loss_and_accuracy(networks), .plot_width = 390, .plot_height = 260};
}

void tell_table(Stage& stage, const Result& result) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto* arm : {&result.softmax, &result.wide, &result.deep}) {
    rows.push_back(
        {arm->name, number("{}", arm->parameters),
         mean_deviation(estimate(arm->curves.test_accuracy.back())),
         arm == &result.deep ? report::Text("—") : points_cell(lead_over(result, *arm))});
  }
  stage.table(
      text("After the last epoch, mean ± deviation over seeds ({} training, {} test examples)",
           "最后一轮之后：均值 ± 种子间标准差（{} 个训练样本，{} 个测试样本）",
           result.train_examples, result.test_examples),
      {{"network", "网络"},
       {"parameters", "参数"},
       {"test accuracy", "测试准确率"},
       {"deep less this, points", "深度网络与本行之差（百分点）"}},
      rows);
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A network with more hidden layers is a deep neural network (DNN): deep learning is what "
       "neural networks grew into.",
       "隐层更多的网络就是深度神经网络（DNN），神经网络由此发展为深度学习。"});
  stage.ran(
      text("{}, hidden layers {} with {} and He's initialisation; {} epochs of Adam with rate "
           "{}, batches of {}, {} seeds",
           "{}，隐层 {}，激活函数 {}，He 初始化；训练 {} 轮，Adam 学习率 {}，批大小 {}，{} 个种子",
           options.data, fmt::format("{}", fmt::join(options.hidden, "-")), options.activation,
           options.epochs, options.learning_rate, options.batch_size, options.seeds));
  const auto result = measure(options, stage.setup());
  tell_table(stage, result);
  stage.figure(
      "curves",
      {"Loss and accuracy by epoch (training: mean during the epoch, test: after it); bands: one "
       "standard deviation over seeds",
       "每一轮的损失与准确率（训练为该轮中的平均，测试在该轮之后）；色带为种子间的一个标准差"},
      picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo({18,
                                       "deep",
                                       {"Deep networks", "深度神经网络"},
                                       {"A deep network trained on Fashion-MNIST, with its curves",
                                        "在 Fashion-MNIST 上训练一个深度神经网络，并画出曲线"}},
                                      read_options, run);

}  // namespace gradus::demos::deep
