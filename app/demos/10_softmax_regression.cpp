/// Softmax regression: logistic regression for K classes, y = softmax(W x + b).
///
/// Shows:   the formula written out element by element beside the matrix form, its case K = 2
///          beside logistic regression, softmax of logits as large as 1e4, and what the weights
///          become on iris, digits and Fashion-MNIST.
/// Command: gradus demo softmax_regression      (try --examples 60000, or --data mnist)
/// See:     one and the same function in each case; pictures of what each class looks for.
#include "10_softmax_regression.h"

#include "gradus/core/error.h"
#include "iris.h"
#include "softmax_forms.h"
#include "stage.h"
#include "wording.h"

namespace gradus::demos::softmax_regression {

constexpr double kLargest = 1e4;  // of the logits

using report::decide;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.data = flags.text("--data", "fashion-mnist", "the third data set, of grey images");
  options.examples = flags.integer("--examples", quick ? 4000 : 20'000, {2, 100'000'000},
                                   "of --data for training, at most");
  options.recipe.steps = flags.integer("--steps", quick ? 500 : 5000, {1, 1'000'000},
                                       "of training on each set, rounded up to whole epochs");
  options.recipe.learning_rate = flags.real("--learning-rate", 0.05, {1e-9, 1e3}, "of SGD");
  options.recipe.batch_size = flags.integer("--batch-size", 128, {1, 1'000'000}, "examples a step");
  options.seeds = flags.integer("--seeds", quick ? 3 : 5, {2, 1000}, "trainings on each set");
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  constexpr int64_t kRows = 200;  // of each set, to write out in loops
  Result result;
  std::vector<std::string> names = {"iris", "digits"};
  if (std::ranges::count(names, options.data) == 0) names.push_back(options.data);
  for (const auto& name : names) {
    try {
      result.sets.push_back(
          run_softmax(name, options.examples, options.recipe, options.seeds, setup));
    } catch (const DataError& error) {
      result.missing = error.what();
    }
  }
  for (const auto& set : result.sets) {
    result.form_error.update(form_error(set.model, set.test.inputs.slice(0, 0, kRows)));
  }
  const auto two = prepare({load_iris({}, {"versicolor", "virginica"}), {}}, 100, setup.seed);
  const auto model = train_softmax(two.train, options.recipe, setup, setup.seed);
  result.logistic_error = logistic_error(model, two.held_out.inputs);
  result.range = softmax_range(kLargest, 3);
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-6, kGood = 0.8;
  double lowest = 1, above_chance = 1;
  for (const auto& set : result.sets) {
    const double low = report::estimate(set.accuracies).low;
    lowest = std::min(lowest, low);
    above_chance = std::min(above_chance, low - 1.0 / static_cast<double>(set.classes));
  }
  const auto& range = result.range;
  return {
      {{"written out and as a matrix it is the same function", "逐项写开与矩阵形式是同一个函数"},
       {"holds when in float64 no probability differs by more than 1e-6",
        "用 float64 计算，任何概率相差都不超过 1e-6 则成立"},
       text("largest difference {:.1e}; {:.1e} by the rounding of float32",
            "最大相差 {:.1e}；float32 的舍入造成 {:.1e}", result.form_error.float64,
            result.form_error.float32),
       decide(result.form_error.float64 <= kSame)},
      {{"with K = 2 it is logistic regression with w = w₁ - w₀, b = b₁ - b₀",
        "K = 2 时它就是 w = w₁ - w₀、b = b₁ - b₀ 的逻辑回归"},
       {"holds when no probability differs by more than 1e-6", "任何概率相差都不超过 1e-6 则成立"},
       text("largest difference {:.1e}", "最大相差 {:.1e}", result.logistic_error),
       decide(result.logistic_error <= kSame)},
      {{"its probabilities are finite and sum to 1 for logits of ±1e4",
        "logits 达 ±1e4 时概率仍有限，且和为 1"},
       {"holds when all are finite and no sum is more than 1e-6 from 1",
        "全部有限且每个和与 1 相差不超过 1e-6 则成立"},
       text("{} of {} rows not finite (as the formula reads: {}), largest |sum - 1| {:.1e}",
            "{1} 行中 {0} 行不是有限数（照公式直接算：{2} 行），|和 - 1| 最大 {3:.1e}",
            range.broken, range.rows, range.naive_broken, range.sum_error),
       decide(range.broken == 0 && range.sum_error <= kSame)},
      {{"one linear layer with softmax learns each of the sets",
        "一层线性加 softmax 能学会每个数据集"},
       {"holds when on each set the 95 % interval of test accuracy lies above 80 %; with limits "
        "when above chance",
        "每个数据集测试准确率的 95 % 置信区间都在 80 % 以上则成立；仅高于随机猜测则有条件成立"},
       text("{} sets, lowest end of an interval {:.1f} %", "{} 个数据集，区间下端最低 {:.1f} %",
            result.sets.size(), 100 * lowest),
       decide(lowest > kGood, above_chance > 0)},
  };
}

report::Panels picture(const Options& options, const Setup& setup) {
  const auto flowers = load_iris({"petal_length_cm", "petal_width_cm"}, {});
  const auto scale = data::Standardization::fit(flowers);
  const auto model = train_softmax(scale.apply(flowers), options.recipe, setup, setup.seed);
  auto plane = iris_plane(flowers, in_own_units(model->linear, scale));
  plane.title = {"Iris by two measures: three classes", "鸢尾花的两个特征与三个类别"};
  return {.panels = {plane, softmax_range_panel()}};
}

void run(Stage& stage, const Options& options) {
  stage.claim({"Softmax regression is logistic regression for K classes: y = softmax(W x + b).",
               "softmax 回归把逻辑回归推广到 K 个类别：y = softmax(W x + b)。"});
  stage.ran(text("iris, digits and {}: {} steps of SGD on each, batches of {}, {} seeds",
                 "iris、digits 与 {}：各用 SGD 训练 {} 步，批大小 {}，{} 个种子", options.data,
                 options.recipe.steps, options.recipe.batch_size, options.seeds));
  const auto result = measure(options, stage.setup());
  stage.table({"Test accuracy, mean ± deviation over seeds", "测试准确率：均值 ± 种子间标准差"},
              {{"data set", "数据集"}, {"train", "训练"}, {"test", "测试"}, {"accuracy", "准确率"}},
              accuracy_rows(result.sets));
  if (!result.missing.empty()) {
    stage.remark(text("Left out: {}", "未包含：{}", result.missing));
  }
  stage.table({"The probabilities of one iris flower", "一朵鸢尾花的各类概率"},
              {{"class", "类别"}, {"loops", "逐项"}, {"matrix", "矩阵"}, {"difference", "相差"}},
              form_rows(result.sets.front().model, result.sets.front().test, 0));
  stage.table({"Softmax of three logits", "三个 logits 的 softmax"},
              {"logits", {"as the formula reads", "照公式直接算"}, {"the model", "模型"}},
              softmax_range_rows(kLargest));
  stage.figure("iris",
               {"Decision regions, and where the formula as it reads ends",
                "决策区域；直接照公式计算的失效处"},
               picture(options, stage.setup()));
  for (const auto& set : result.sets) {
    if (set.test.inputs.dim() != 3) continue;  // a table, or pictures in colour
    stage.figure("weights_" + set.name,
                 text("{}: red where a bright pixel speaks for the class, blue where against",
                      "{}：红色处的亮像素支持该类，蓝色处的反对该类", set.name),
                 weight_pictures(set, stage.language()));
  }
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {10,
     "softmax_regression",
     {"Softmax regression", "softmax 回归"},
     {"Logistic regression for K classes: one function in several forms, and what it learns",
      "K 个类别的逻辑回归：同一函数的几种形式，以及它学到了什么"}},
    read_options, run);

}  // namespace gradus::demos::softmax_regression
