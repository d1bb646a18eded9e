/// Images: what a fully connected network does not know about them.
///
/// Shows:   a fully connected and a smaller convolutional network on the same pictures; then
///          with all pixels in one other order, and with the test pictures shifted.
/// Command: gradus demo images              (try --data digits --shift 1, or --channels 2)
/// See:     the order of the pixels means nothing to the fully connected network. It learns every
///          place on its own, so a shift by a few pixels costs it more.
#include "22_images.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/data/standardization.h"
#include "pixels.h"
#include "stage.h"
#include "wording.h"

namespace gradus::demos::images {

using report::decide;
using report::Estimate;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options o{};
  o.data = flags.text("--data", quick ? "digits" : "fashion-mnist", "grey pictures with classes");
  o.task.examples =
      flags.integer("--examples", quick ? 600 : 3000, {20, 1'000'000}, "to train on, at most");
  o.task.epochs = flags.integer("--epochs", quick ? 10 : 8, {1, 100'000}, "passes over them");
  o.task.batch_size = flags.integer("--batch-size", 64, {1, 1'000'000}, "examples a step");
  o.task.learning_rate = flags.real("--learning-rate", quick ? 5e-3 : 2e-3, {1e-9, 1e3}, "of Adam");
  o.task.hidden = flags.integer("--hidden", 128, {1, 65536}, "hidden neurons, fully connected");
  o.task.channels = flags.integer("--channels", 8, {1, 1024}, "of the first convolution");
  o.task.max_shift =
      flags.integer("--max-shift", quick ? 3 : 6, {1, 1000}, "pixels, of the curves");
  o.shift = flags.integer("--shift", quick ? 1 : 3, {1, 1000}, "pixels, where they are compared");
  o.seeds = flags.integer("--seeds", 6, {2, 1000}, "trainings of each network");
  if (o.shift > o.task.max_shift) {
    throw UsageError("--shift={}: expected at most --max-shift, {}", o.shift, o.task.max_shift);
  }
  return o;
}

std::vector<const Arm*> Result::arms() const {
  return {&mlp, &mlp_moved, &mlp_fresh, &convnet, &convnet_permuted};
}

Result measure(const Options& options, const data::LoadedData& loaded, const Setup& setup) {
  std::vector<Arm> arms = {
      {.name = {"fully connected", "全连接网络"}},
      {.name = {"fully connected, permuted", "全连接网络，打乱"}, .permuted = true, .moved = true},
      {.name = {"the same, new starting weights", "同上，重新初始化"}, .permuted = true},
      {.name = {"convolutional", "卷积网络"}, .convolutional = true},
      {.name = {"convolutional, permuted", "卷积网络，打乱"},
       .convolutional = true,
       .permuted = true}};
  train_arms(arms, options.task, loaded, setup, options.seeds);
  auto model = fully_connected(options.task, loaded.train, setup.seed);
  model->to(setup.device);
  const auto some = sample(loaded.train, 1000, setup.seed);
  const auto pictures = data::Standardization::fit(some).apply(some.inputs).to(setup.device);
  const auto order = pixel_order(loaded.train.features(), setup.seed);
  return {reordering_error(model, pictures, order), arms[0], arms[1], arms[2], arms[3], arms[4],
          static_cast<size_t>(options.shift)};
}

Estimate permuting(const Arm& plain, const Arm& permuted) {
  return report::paired_difference(permuted.accuracy[0], plain.accuracy[0]);
}

/// How much accuracy the shift costs, a value a seed.
std::vector<double> cost(const Arm& arm, size_t shift) {
  std::vector<double> costs;
  for (size_t i = 0; i < arm.accuracy[0].size(); ++i) {
    costs.push_back(arm.accuracy[0][i] - arm.accuracy[shift][i]);
  }
  return costs;
}

report::Finding judge_shift(const Result& result) {
  const auto mlp = cost(result.mlp, result.shift), convnet = cost(result.convnet, result.shift);
  const auto more = report::paired_difference(mlp, convnet);
  const double points_mlp = 100 * report::estimate(mlp).mean;
  const double points_convnet = 100 * report::estimate(convnet).mean;
  return {
      text("shifted by {} px, the fully connected network loses more",
           "平移 {} 像素时，全连接网络的准确率下降更多", result.shift),
      {"holds when the 95 % interval of (its loss of accuracy - the convolutional network's) "
       "lies above 0",
       "两者准确率下降量之差的 95 % 置信区间在 0 以上则成立"},
      {fmt::format("{:.1f} against {:.1f} points: {}", points_mlp, points_convnet, points(more).en),
       fmt::format("下降 {:.1f} 对 {:.1f} 个百分点：{}", points_mlp, points_convnet,
                   points(more).zh)},
      decide(more.low > 0)};
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-5, kPoint = 0.01;
  const auto moved = permuting(result.mlp, result.mlp_moved);
  const auto fresh = permuting(result.mlp, result.mlp_fresh);
  const auto convnet = permuting(result.convnet, result.convnet_permuted);
  return {
      {{"a fully connected network does not know where a pixel is", "全连接网络不知道像素的位置"},
       {"holds when, its first weights reordered like the pixels, it gives the same outputs to "
        "1e-5",
        "第一层权重与像素按同一顺序重排后，输出相差不超过 1e-5 则成立"},
       text("largest relative difference {:.1e}", "最大相对差 {:.1e}", result.reordering_error),
       decide(result.reordering_error <= kSame)},
      {{"trained on permuted pictures, it is as good", "用打乱的图像训练，它同样好"},
       {"holds when the 95 % interval of the change in test accuracy, each starting weight going "
        "with its pixel, lies within 1 point",
        "初始权重随像素移动时，测试准确率变化的 95 % 置信区间在 ±1 个百分点以内则成立"},
       {fmt::format("{}; from new starting weights {}", points(moved).en, points(fresh).en),
        fmt::format("{}；重新初始化时 {}", points(moved).zh, points(fresh).zh)},
       decide(moved.low > -kPoint && moved.high < kPoint)},
      {{"a convolutional network is worse then: it had used the neighbours",
        "卷积网络则变差：它利用了像素的相邻关系"},
       {"holds when the 95 % interval of the change in test accuracy lies below 0",
        "打乱后测试准确率变化的 95 % 置信区间在 0 以下则成立"},
       points(convnet),
       decide(convnet.high < 0)},
      judge_shift(result)};
}

void show(Stage& stage, const Result& result) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto* arm : result.arms()) {
    const bool shifted = !arm->permuted;
    rows.push_back({arm->name, number("{}", arm->parameters),
                    mean_deviation(report::estimate(arm->accuracy[0])),
                    shifted ? mean_deviation(report::estimate(arm->accuracy[result.shift])) : ""});
  }
  stage.table({"Test accuracy, mean ± deviation over seeds", "测试准确率：均值 ± 种子间标准差"},
              {{"network", "网络"},
               {"parameters", "参数"},
               {"accuracy", "准确率"},
               text("shifted by {}", "平移 {} 像素", result.shift)},
              rows);
}

void run(Stage& stage, const Options& options) {
  const auto loaded = load_pictures(options.data);
  const auto& task = options.task;
  stage.claim({"Fully connected networks are not well suited to images and video.",
               "对于图片、视频等问题，全连接神经网络不太适合。"});
  stage.ran(
      text("{}, at most {} training and 2000 test pictures; {} seeds, {} epochs of Adam at {}",
           "{}，最多 {} 张训练图像、2000 张测试图像；{} 个种子，Adam 训练 {} 轮，学习率 {}",
           options.data, task.examples, options.seeds, task.epochs, task.learning_rate));
  const auto result = measure(options, loaded, stage.setup());
  show(stage, result);
  const auto changes =
      change_panel({{result.mlp.name, permuting(result.mlp, result.mlp_moved)},
                    {{"new start", "重新初始化"}, permuting(result.mlp, result.mlp_fresh)},
                    {result.convnet.name, permuting(result.convnet, result.convnet_permuted)}});
  stage.figure("accuracy", {"What the networks make of it", "各网络的表现"},
               report::Panels{.panels = {shift_panel({&result.mlp, &result.convnet}), changes},
                              .plot_width = 370});
  stage.figure("pictures",
               {"Test pictures as they are, permuted and shifted", "原始、打乱与平移的测试图像"},
               report::image_grid(
                   picture_grid(loaded, options.shift, stage.setup().seed, stage.language())));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {22,
     "images",
     {"Fully connected networks and images", "全连接网络与图像"},
     {"To a fully connected network permuted pixels are all the same; shifted ones are not",
      "打乱像素不影响全连接网络，平移图像却影响很大"}},
    read_options, run);

}  // namespace gradus::demos::images
