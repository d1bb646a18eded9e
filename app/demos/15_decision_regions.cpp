/// Decision regions: what no, one and two hidden layers can cut out of the plane.
///
/// Shows:   the course's table, filled in by trained networks: three structures on three problems,
///          with step-like and with smooth units, and how far the regions are from convex.
/// Command: gradus demo decision_regions    (try --width 4, or --smooth relu)
/// See:     half planes without a hidden layer; with one, convex regions where the output is an
///          AND, which training does not stop at; with two, any shape that the units allow.
#include "15_decision_regions.h"

#include "convexity.h"
#include "gradus/models/activation.h"
#include "half_planes.h"
#include "stage.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos::decision_regions {

using report::decide;
using report::Text;
using report::text;

constexpr double kConvex = 0.01;  // share of midpoints outside that still counts as convex

Options read_options(const Settings& flags, bool quick) {
  Options options;
  auto& plan = options.plan;
  plan.width = flags.integer("--width", 32, {1, 1024}, "units of each hidden layer");
  plan.narrow = flags.integer("--narrow", 3, {1, 1024}, "units in a layer of the narrow network");
  plan.examples = flags.integer("--examples", 1000, {20, 1'000'000}, "training examples");
  plan.recipe.epochs =
      flags.integer("--epochs", quick ? 30 : 150, {1, 100'000}, "passes over the examples");
  plan.recipe.batch_size = flags.integer("--batch-size", 100, {1, 1'000'000}, "examples a step");
  plan.recipe.optimizer.learning_rate = flags.real("--learning-rate", 2e-2, {1e-9, 1e3}, "of Adam");
  plan.seeds = flags.integer("--seeds", quick ? 2 : 5, {2, 1000}, "trainings of each network");
  options.step =
      flags.text("--step", "sign:straight_through=true", "activation of the step-like units");
  options.smooth = flags.text("--smooth", "tanh", "activation of the smooth units");
  options.threshold = flags.real("--threshold", 0.95, {0.5, 1}, "accuracy that counts as solved");
  // Refused now, not after the first table has been trained.
  for (const auto& activation : {options.step, options.smooth}) models::make_activation(activation);
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  const auto train = [&](Text units, const std::string& activation) {
    auto plan = options.plan;
    plan.activation = activation;
    return train_structures(std::move(units), plan, setup);
  };
  Result result{.tables = {train({"step-like units", "阶跃型神经元"}, options.step),
                           train({"smooth units", "平滑型神经元"}, options.smooth)},
                .threshold = options.threshold};
  for (const auto& set : problem_sets()) {
    result.problems.push_back(
        load_train(fmt::format("{},n={},seed={}", set, options.plan.examples, setup.seed)));
  }
  for (const int64_t units : {2, 3, 4, 5, 6, 7, 8}) {
    const auto classify = classify_by(torch::nn::AnyModule(half_planes(units, units)), {});
    const auto defects = convexity_defects(classify, 2, {-3, 3}, {-3, 3}, setup.seed);
    result.and_defects.push_back(defects[1]);
  }
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& [step, smooth] = result.tables;
  const auto convex = [&](size_t layers, double PlaneTraining::*defect) {
    return count_convex(step, layers, defect, kConvex) +
           count_convex(smooth, layers, defect, kConvex);
  };
  const auto networks = static_cast<int64_t>(6 * step.narrow.size());
  const auto planes = convex(0, &PlaneTraining::most_defect);
  const auto trained = convex(1, &PlaneTraining::least_defect);
  const double joined = std::ranges::max(result.and_defects);
  const double hard = lowest_median(step, 2), hard_few = median_of(step.narrow).accuracy;
  const double soft = lowest_median(smooth, 2), soft_few = median_of(smooth.narrow).accuracy;
  const bool hard_does = hard >= result.threshold && hard_few < result.threshold;
  const bool soft_does = soft >= result.threshold && soft_few < result.threshold;
  return {
      {{"no hidden layer: two half planes", "无隐层：分成两个半平面"},
       {"holds when every network has two convex regions (at most 1 % of the midpoints of random "
        "pairs of points lie outside)",
        "若每个网络的两类区域都是凸的（随机点对的中点最多 1 % 落在区域外），则成立"},
       out_of(planes, networks),
       decide(planes == networks)},
      {{"one hidden layer and an AND: a convex region, open or closed",
        "单隐层加“与”运算：开凸区域或闭凸区域"},
       {"holds when the regions of 2 to 8 half planes joined by AND are convex",
        "若 2 到 8 个半平面相“与”所得的区域都是凸的，则成立"},
       text("at most {:.2f} % outside", "最多 {:.2f} % 在区域外", 100 * joined),
       decide(joined <= kConvex)},
      {{"one hidden layer, trained: a convex region", "训练得到的单隐层网络：凸区域"},
       {"holds when every network has a convex region; with limits when half of them have",
        "若每个网络至少有一个凸区域，则成立；若半数网络有，则有条件成立"},
       out_of(trained, networks),
       decide(trained == networks, 2 * trained >= networks)},
      {{"two hidden layers: any shape, as complex as the units allow",
        "双隐层：任意形状，其复杂度由单元数目确定"},
       text("holds when the median accuracy is at least {0} on all three problems, and below {0} "
            "on the general shape with few units; with limits when so for one kind of units",
            "若三个问题上准确率的中位数都不低于 {0}，而少量神经元在一般形状上低于 {0}，则成立；"
            "若只有一种神经元如此，则有条件成立",
            result.threshold),
       text("lowest median {:.3f} (step-like), {:.3f} (smooth); few units {:.3f}, {:.3f}; one "
            "hidden "
            "layer {:.3f}, {:.3f}",
            "最低的中位数 {:.3f}（阶跃型）、{:.3f}（平滑型）；少量神经元 {:.3f}、{:.3f}；"
            "单隐层 {:.3f}、{:.3f}",
            hard, soft, hard_few, soft_few, lowest_median(step, 1), lowest_median(smooth, 1)),
       decide(hard_does && soft_does, hard_does || soft_does)},
  };
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"Without a hidden layer a network cuts the plane in two halves; with one it cuts "
       "out an open or closed convex region; with two any shape, as complex as its units "
       "allow.",
       "无隐层的网络用一个超平面把空间分成两半；单隐层得到开凸或闭凸区域；双隐层得到任意形状，"
       "其复杂度由单元数目确定。"});
  stage.ran(text("layers of {} units (few: {}), {} and {}; {} examples, {} seeds, {} epochs",
                 "每个隐层 {} 个神经元（少量：{} 个），{} 与 {}；{} 个样本，{} 个种子，训练 {} 轮",
                 options.plan.width, options.plan.narrow, options.step, options.smooth,
                 options.plan.examples, options.plan.seeds, options.plan.recipe.epochs));
  const auto result = measure(options, stage.setup());
  const auto& problems = problem_names();
  for (const auto& table : result.tables) {
    const bool first = &table == &result.tables.front();
    stage.table({table.units.en + ": median test accuracy, and networks with convex regions",
                 table.units.zh + "：测试准确率的中位数，以及有凸区域的网络"},
                {{"structure", "结构"},
                 problems[0],
                 problems[1],
                 problems[2],
                 {"both convex", "两个都凸"},
                 {"one convex", "至少一个凸"}},
                rows_of(table, kConvex));
    stage.figure(first ? "step" : "smooth",
                 {"The course's table with " + table.units.en + ": region and test accuracy",
                  "课程的表，" + table.units.zh + "：决策区域与测试准确率"},
                 picture_of(table, result.problems));
  }
  stage.figure("joined",
               {"One hidden layer set by hand: AND is convex, a vote need not be",
                "手工设定的单隐层：相“与”得到凸区域，表决则未必"},
               half_planes_picture());
  stage.remark(
      {"A single hidden layer is not bound to convex regions: they need an output that is an AND, "
       "and training is free to choose another (Makhoul, El-Jaroudi and Schwartz, 1989).",
       "单隐层并不局限于凸区域：只有输出作“与”运算时才如此，而训练可以选择别的输出"
       "（Makhoul、El-Jaroudi 与 Schwartz，1989）。"});
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {15,
     "decision_regions",
     {"Decision regions", "决策区域"},
     {"Half planes, convex regions, any shape: the course's table, filled in by trained networks",
      "半平面、凸区域、任意形状：用训练出来的网络填写课程的表"}},
    read_options, run);

}  // namespace gradus::demos::decision_regions
