/// Overfitting: more neurons, more capacity, and what can be done about it.
///
/// Shows:   training and test loss against the width of the hidden layer, with few noisy examples;
///          then early stopping, weight decay, dropout and more data at the largest width.
/// Command: gradus demo overfitting         (try --noise 0.1, --examples 500 or --layers 2)
/// See:     the training loss falls with the width, the test loss turns and rises; each remedy
///          brings the two together again.
#include "21_overfitting.h"

#include "gradus/core/error.h"
#include "stage.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos::overfitting {

using report::decide;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  const std::vector<int64_t> few = {1, 8, 256}, many = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  Options o{};
  o.widths = flags.integers("--widths", quick ? few : many, {1, 65536}, "of the hidden layers");
  o.task.layers = flags.integer("--layers", 1, {1, 20}, "hidden layers");
  o.task.examples = flags.integer("--examples", 60, {6, 100'000}, "to train on, of two moons");
  o.task.noise = flags.real("--noise", 0.3, {0, 10}, "of the two moons");
  o.task.epochs = flags.integer("--epochs", quick ? 200 : 600, {1, 1'000'000},
                                "steps of Adam, each on all training examples");
  o.task.learning_rate = flags.real("--learning-rate", 1e-2, {1e-9, 1e3}, "of Adam");
  o.patience = flags.integer("--patience", 50, {1, 1'000'000},
                             "epochs without a better validation loss, for early stopping");
  o.weight_decay = flags.real("--weight-decay", 1e-2, {1e-12, 1e6}, "the remedy's L2 penalty");
  o.dropout = flags.real("--dropout", 0.5, {1e-6, 0.999}, "the remedy's share of neurons set to 0");
  o.more = flags.integer("--more", 10, {2, 1000}, "times as many examples, as a remedy");
  o.seeds = flags.integer("--seeds", quick ? 6 : 20, {4, 1000}, "trainings of each network");
  o.task.most_examples = o.more * o.task.examples;
  std::ranges::sort(o.widths);
  const auto repeated = std::ranges::unique(o.widths);
  o.widths.erase(repeated.begin(), repeated.end());
  if (o.widths.size() < 2) throw UsageError("--widths: expected two or more, as in 2-256");
  return o;
}

Result measure(const Options& options, const Setup& setup) {
  Result result{options.widths, {}, {}};
  for (const int64_t width : options.widths) {
    result.plain.push_back(train_arm({.name = text("width {}", "宽度 {}", width)}, options.task,
                                     width, setup, options.seeds));
  }
  const std::vector<Remedy> remedies = {
      {.name = {"early stopping", "早停"}, .patience = options.patience},
      {.name = {"weight decay", "权重衰减"}, .weight_decay = options.weight_decay},
      {.name = {"dropout", "随机失活"}, .dropout = options.dropout},
      {.name = {"more data", "更多数据"}, .more_data = true}};
  for (const auto& remedy : remedies) {
    result.remedies.push_back(
        train_arm(remedy, options.task, options.widths.back(), setup, options.seeds));
  }
  return result;
}

const Arm& best_width(const Result& result, size_t first, size_t count) {
  return *std::ranges::min_element(result.plain, {}, [&](const Arm& arm) {
    const auto losses = column(arm, &Trained::test);
    return report::estimate(std::span(losses).subspan(first, count)).mean;
  });
}

std::vector<double> beyond_best(const Result& result, double Trained::*member) {
  const auto& widest = result.plain.back().seeds;
  const size_t half = widest.size() / 2;
  std::vector<double> differences;
  for (size_t i = 0; i < widest.size(); ++i) {
    const Arm& best =
        i < half ? best_width(result, half, widest.size() - half) : best_width(result, 0, half);
    differences.push_back(widest[i].*member - best.seeds[i].*member);
  }
  return differences;
}

report::Finding judge_remedy(const Arm& plain, const Arm& remedy) {
  const auto gap = change(plain, remedy, &Trained::gap);
  const auto loss = change(plain, remedy, &Trained::test);
  return {
      {remedy.name.en + " shrinks the gap", remedy.name.zh + "能缩小差距"},
      {"holds when test loss - training loss shrinks and the test loss falls (95 % intervals of "
       "the changes below 0); with limits when only the gap shrinks",
       "测试损失 - 训练损失的差距缩小，且测试损失下降（变化量的 95 % 置信区间在 0 以下）则成立；"
       "只缩小差距则有条件成立"},
      {fmt::format("gap {}; test loss {}", interval(gap).en, interval(loss).en),
       fmt::format("差距 {}；测试损失 {}", interval(gap).zh, interval(loss).zh)},
      decide(gap.high < 0 && loss.high < 0, gap.high < 0)};
}

std::vector<report::Finding> judge(const Result& result) {
  const Arm &narrowest = result.plain.front(), &widest = result.plain.back();
  const auto fitted = change(narrowest, widest, &Trained::train);
  const auto train = report::estimate(beyond_best(result, &Trained::train));
  const auto test = report::estimate(beyond_best(result, &Trained::test));
  std::vector<report::Finding> findings = {
      {{"a wider network has more capacity", "网络越宽，容量越大"},
       {"holds when the training loss falls from the smallest to the largest width (95 % interval "
        "of the change below 0)",
        "从最小宽度到最大宽度，训练损失下降（变化量的 95 % 置信区间在 0 以下）则成立"},
       interval(fitted),
       decide(fitted.high < 0)},
      {{"more capacity may lead to overfitting", "容量变大，有可能导致过拟合"},
       {"holds when from the width of least test loss (which each half of the seeds chooses for "
        "the "
        "other) to the largest, the training loss falls and the test loss rises (95 % intervals)",
        "从测试损失最小的宽度（由一半种子为另一半种子选出）到最大宽度，训练损失下降、测试损失上升"
        "（95 % 置信区间）则成立"},
       {fmt::format("training loss {}; test loss {}", interval(train).en, interval(test).en),
        fmt::format("训练损失 {}；测试损失 {}", interval(train).zh, interval(test).zh)},
       decide(train.high < 0 && test.low > 0)}};
  for (const Arm& remedy : result.remedies) findings.push_back(judge_remedy(widest, remedy));
  return findings;
}

void show(Stage& stage, report::Text title, const std::vector<const Arm*>& arms) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto* arm : arms) {
    rows.push_back({arm->name});
    for (const auto member : {&Trained::train, &Trained::test, &Trained::gap, &Trained::accuracy}) {
      const auto values = report::estimate(column(*arm, member));
      rows.back().push_back(report::number("{:.3f} ± {:.2f}", values.mean, values.deviation));
    }
  }
  stage.table(std::move(title),
              {{"network", "网络"},
               {"training loss", "训练损失"},
               {"test loss", "测试损失"},
               {"gap", "差距"},
               {"test accuracy", "测试准确率"}},
              rows);
}

void run(Stage& stage, const Options& options) {
  const MoonsTask& task = options.task;
  stage.claim(
      {"More hidden layers or more neurons raise a network's capacity, which may lead to "
       "overfitting.",
       "增加隐层层数或神经元个数，网络的“容量”变大，有可能导致过拟合。"});
  stage.ran(
      text("two moons with noise {}, {} training and 1000 test examples; hidden layers: {}, "
           "steps of Adam: {}, learning rate: {}; {} seeds",
           "双月数据（噪声 {}），{} 个训练样本、1000 个测试样本；隐层数 {}，Adam 训练 {} 步，"
           "学习率 {}；{} 个种子",
           task.noise, task.examples, task.layers, task.epochs, task.learning_rate, options.seeds));
  stage.remark(text(
      "Remedies: early stopping with a patience of {} epochs, a third of the examples held out "
      "for it; weight decay {}; dropout {}; {} examples.",
      "对策：早停（留出三分之一样本作验证，容忍 {} 轮）；权重衰减 {}；随机失活 {}；{} 个样本。",
      options.patience, options.weight_decay, options.dropout, task.most_examples));
  const auto result = measure(options, stage.setup());
  std::vector<const Arm*> widths, remedies = {&result.plain.back()};
  for (const Arm& arm : result.plain) widths.push_back(&arm);
  for (const Arm& arm : result.remedies) remedies.push_back(&arm);
  show(stage, {"By width, mean ± deviation over seeds", "不同宽度：均值 ± 种子间标准差"}, widths);
  stage.figure("width",
               {"Training and test loss against the width", "训练损失与测试损失随宽度的变化"},
               capacity_panels(result.widths, result.plain));
  show(stage, {"Remedies at the largest width", "最大宽度下的对策"}, remedies);
  stage.figure("remedies", {"What shrinks the gap", "哪些做法能缩小差距"}, remedy_panels(remedies));
  remedies.insert(remedies.begin(), &best_width(result, 0, static_cast<size_t>(options.seeds)));
  stage.figure("regions", {"Decision regions of the first seed", "第一个种子的决策区域"},
               region_panels(remedies));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {21,
     "overfitting",
     {"Capacity and overfitting", "容量与过拟合"},
     {"The gap between training and test loss grows with the width; four remedies shrink it",
      "训练损失与测试损失的差距随宽度增大；四种对策使它缩小"}},
    read_options, run);

}  // namespace gradus::demos::overfitting
