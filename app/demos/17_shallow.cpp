/// Shallow networks: about two hidden layers was all that the old recipe could train.
///
/// Shows:   networks with 1 to 8 hidden layers on the same data for as many epochs, by the old
///          recipe and by the modern one.
/// Command: gradus demo shallow     (try --old-learning-rate 2 --batch-size 16 --epochs 60)
/// See:     past two hidden layers the old recipe falls to guessing, on the training examples too:
///          it does not over-fit, it does not learn. The modern recipe stays level.
#include "17_shallow.h"

#include "depths.h"
#include "seed_curve.h"
#include "seed_grid.h"
#include "seed_results.h"
#include "stage.h"
#include "train_test.h"
#include "wording.h"

namespace gradus::demos::shallow {

using report::decide;
using report::estimate;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.data = flags.text("--data", "digits", "a set with classes, see `gradus datasets`");
  options.examples = flags.integer("--examples", 2000, {10, 1'000'000}, "for training, at most");
  options.depths = read_depths(flags, quick);
  options.width = flags.integer("--width", quick ? 32 : 64, {1, 4096}, "of the hidden layers");
  options.epochs = flags.integer("--epochs", quick ? 10 : 30, {1, 100'000}, "passes over the data");
  options.seeds = flags.integer("--seeds", quick ? 3 : 5, {2, 1000}, "trainings of each network");
  options.batch_size =
      flags.integer("--batch-size", quick ? 16 : 32, {2, 10'000}, "examples a step");
  options.old_learning_rate =
      flags.real("--old-learning-rate", quick ? 2 : 1, {1e-9, 1e3}, "of SGD");
  options.learning_rate = flags.real("--learning-rate", 1e-3, {1e-9, 1e3}, "of Adam");
  options.activation = flags.text("--activation", "relu", "of the modern recipe");
  return options;
}

models::MlpOptions network(const Options& options, Era era, int64_t hidden_layers,
                           const data::Dataset& train) {
  models::MlpOptions mlp(train.features(), train.outputs());
  mlp.hidden(std::vector<int64_t>(static_cast<size_t>(hidden_layers), options.width));
  if (era == Era::kOld) {
    return mlp.activation("sigmoid").initialization(models::Initialization::kSmallNormal);
  }
  return mlp.activation(options.activation)
      .initialization(models::Initialization::kHe)
      .normalization(models::Normalization::kBatch);
}

Sweep train(const Options& options, const Setup& setup, const std::vector<TrainTest>& data,
            Era era) {
  const training::OptimizerSpec sgd{"sgd", options.old_learning_rate, {}};
  const training::OptimizerSpec adam{"adam", options.learning_rate, {}};
  const Recipe recipe{.optimizer = era == Era::kOld ? sgd : adam,
                      .epochs = options.epochs,
                      .batch_size = options.batch_size};
  const auto trained =
      seed_grid(options.depths, options.seeds, setup, [&](int64_t depth, int64_t i) {
        const auto& of_seed = data[static_cast<size_t>(i)];
        return train_mlp(network(options, era, depth, of_seed.train), of_seed, recipe, setup,
                         setup.seed + static_cast<uint64_t>(i));
      });
  return {column(trained, &Accuracies::test), column(trained, &Accuracies::train)};
}

Result measure(const Options& options, const Setup& setup) {
  const auto data = train_tests(options.data, options.examples, options.seeds, setup.seed);
  return {options.depths, train(options, setup, data, Era::kOld),
          train(options, setup, data, Era::kModern), data[0].train.size(), data[0].test.size()};
}

/// With 2 hidden layers, less the mean of all deeper networks.
report::Estimate lost_past_two(const Sweep& sweep) {
  const std::vector<std::vector<double>> deeper(sweep.test.begin() + 2, sweep.test.end());
  return report::paired_difference(sweep.test[1], mean_by_seed(deeper));
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kFew = 0.02, kSome = 0.05, kMuch = 0.10;
  const auto& old_test = result.old_recipe.test;
  const auto second = report::paired_difference(old_test[1], old_test[0]);
  const bool learnt = report::estimate(old_test[0]).mean > 0.8;
  const auto old_lost = lost_past_two(result.old_recipe);
  const auto modern_lost = lost_past_two(result.modern_recipe);
  return {
      {{"up to two hidden layers the old recipe works", "2 个隐层以内，旧方法有效"},
       {"holds when, above 80 % with 1 layer on average, the 95 % interval of the mean difference "
        "in test accuracy, 2 hidden layers - 1, lies above -5 points; with limits when above -10",
        "1 隐层平均准确率在 80 % 以上，且 2 隐层与 1 隐层之差的均值，其 95 % 置信区间在 -5 个百分点"
        "以上则成立；仅在 -10 以上则有条件成立"},
       points(second),
       decide(learnt && second.low > -kSome, learnt && second.low > -kMuch)},
      {{"past two hidden layers it gets much worse", "超过 2 个隐层，旧方法的效果差很多"},
       {"holds when the interval of 2 hidden layers less the mean of all deeper networks lies "
        "above 10 points; with limits when it lies above 0",
        "2 隐层减去所有更深网络的平均，区间在 10 个百分点以上则成立；仅在 0 以上则有条件成立"},
       points(old_lost),
       decide(old_lost.low > kMuch, old_lost.low > 0)},
      {{"with the modern recipe it does not", "采用现代方法则不会变差"},
       {"holds when the same interval of the modern recipe lies below 2 points; with limits when "
        "its mean does",
        "现代方法：2 隐层减去所有更深网络的平均，其 95 % 置信区间在 2 个百分点以下则成立；仅均值在 "
        "2 以下则有条件成立"},
       points(modern_lost),
       decide(modern_lost.high < kFew, modern_lost.mean < kFew)},
  };
}

report::Panels picture(const Result& result) {
  const std::vector<double> x(result.depths.begin(), result.depths.end());
  report::Panel panel{.title = {"Accuracy after the last epoch", "最后一轮之后的准确率"},
                      .x_label = {"hidden layers", "隐层数"},
                      .y_label = {"accuracy", "准确率"},
                      .x = report::Span{x.front() - 0.3, x.back() + 0.3},
                      .y = report::Span{0, 1.05}};
  const auto &old = result.old_recipe, &modern = result.modern_recipe;
  panel.curves = test_and_training({"modern recipe", "现代方法"}, x, modern.test, modern.train, 0);
  for (auto& curve : test_and_training({"old recipe", "旧方法"}, x, old.test, old.train, 1)) {
    panel.curves.push_back(std::move(curve));
  }
  return {.panels = {panel}, .plot_width = 460, .plot_height = 280};
}

void tell_table(Stage& stage, const Result& result) {
  std::vector<std::vector<report::Text>> rows;
  for (size_t i = 0; i < result.depths.size(); ++i) {
    rows.push_back({number("{}", result.depths[i])});
    for (const auto* sweep : {&result.old_recipe, &result.modern_recipe}) {
      rows.back().push_back(mean_deviation(estimate(sweep->test[i])));
      rows.back().push_back(number("{:.4f}", estimate(sweep->train[i]).mean));
    }
  }
  stage.table(text("Accuracy, mean ± deviation over seeds ({} training, {} test examples)",
                   "准确率：均值 ± 种子间标准差（{} 个训练样本，{} 个测试样本）",
                   result.train_examples, result.test_examples),
              {{"hidden layers", "隐层数"},
               {"old: test", "旧方法：测试"},
               {"training", "训练"},
               {"modern: test", "现代方法：测试"},
               {"training", "训练"}},
              rows);
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A network with few hidden layers is called shallow, or traditional. Two are usual: past "
       "two it gets much worse.",
       "隐层很少的网络称为浅层神经网络（传统神经网络），通常是 2 隐层；"
       "超过 2 隐层，效果会差很多。"});
  stage.ran(
      text("{}, hidden layers of {}, {} seeds, {} epochs, batches of {}. Old recipe: sigmoid, "
           "weights from N(0, 0.01²), plain SGD with rate {}. Modern recipe: {}, He's "
           "initialisation, batch normalisation, Adam with rate {}",
           "{}，每个隐层 {} 个神经元，{} 个种子，{} 轮，批大小 {}。旧方法：sigmoid、"
           "权重取自 N(0, 0.01²)、普通 SGD（学习率 {}）；现代方法：{}、He 初始化、"
           "批归一化、Adam（学习率 {}）",
           options.data, options.width, options.seeds, options.epochs, options.batch_size,
           options.old_learning_rate, options.activation, options.learning_rate));
  const auto result = measure(options, stage.setup());
  tell_table(stage, result);
  stage.remark(
      {"Patience moves the limit by a layer or two: larger steps, and more of them, as with "
       "--old-learning-rate 2 --batch-size 16 --epochs 60.",
       "耐心可以把这一界限推后一两层：步子更大、步数更多，例如 "
       "--old-learning-rate 2 --batch-size 16 --epochs 60。"});
  stage.figure("depth",
               {"Accuracy over the number of hidden layers; bands: one deviation over seeds",
                "准确率随隐层数的变化；色带为种子间的一个标准差"},
               picture(result));
  stage.findings(judge(result));
}

const bool registered =
    register_demo({17,
                   "shallow",
                   {"Shallow networks", "浅层神经网络"},
                   {"Past two hidden layers the old recipe fails; the modern one does not",
                    "超过 2 个隐层，旧方法训练失败；现代方法不会"}},
                  read_options, run);

}  // namespace gradus::demos::shallow
