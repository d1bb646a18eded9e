/// Logistic regression: the perceptron with a smooth output.
///
/// Shows:   two species of iris, trained full batch by autograd from several starts, beside the
///          maximum-likelihood solution by Newton's method; the same weights as a perceptron.
/// Command: gradus demo logistic_regression     (try --epochs 100, or --class-0 setosa)
/// See:     the same coefficients to 1e-3 from every start; the perceptron's line; and where the
///          perceptron says 0 or 1, a probability.
#include "09_logistic_regression.h"

#include "calibration.h"
#include "experiment.h"
#include "gradus/models/logistic_regression.h"
#include "gradus/models/perceptron.h"
#include "iris.h"
#include "newton.h"
#include "side_by_side.h"
#include "smooth_step.h"
#include "stage.h"

namespace gradus::demos::logistic_regression {

using report::decide;
using report::number;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.flowers = read_iris(flags);
  options.starts = flags.integer("--starts", quick ? 3 : 10, {1, 1000}, "trainings of the neuron");
  options.epochs = flags.integer("--epochs", 2000, {1, 1'000'000}, "full-batch steps");
  const std::string usual = "sgd:momentum=0.9";
  options.optimizer = flags.text("--optimizer", usual, "with settings, as gradus train takes it");
  // On two standardized measures any rate below 7.6 is stable with this momentum.
  options.learning_rate = flags.real("--learning-rate", options.optimizer == usual ? 3 : 0,
                                     {0, 1e3}, "of the optimizer; 0: the optimizer's default");
  return options;
}

Trained train(const Options& options, const Setup& setup, uint64_t seed) {
  const auto [name, settings] = NamedSettings::parse(options.optimizer);
  Recipe recipe{{name, {}, settings}, "bce", options.epochs, options.flowers.size()};
  if (options.learning_rate > 0) recipe.optimizer.learning_rate = options.learning_rate;
  auto [neuron, perceptron] =
      seeded(seed, [] { return std::pair(models::LogisticRegression(2), models::Perceptron(2)); });
  auto trainer = make_trainer(torch::nn::AnyModule(neuron), recipe, setup, seed);
  // In centimetres the loss is a long narrow valley, too flat for float32 to find its lowest point.
  const auto standardization = data::Standardization::fit(options.flowers);
  fit(trainer, standardization.apply(options.flowers));

  const torch::NoGradGuard no_gradient;
  const auto in_cm = in_own_units(neuron->linear, standardization);
  set_coefficients(neuron->linear, in_cm);
  perceptron->linear = neuron->linear;
  const auto x = options.flowers.inputs.to(setup.device);
  return {torch::cat({in_cm.weight.flatten(), in_cm.bias}), neuron->forward(x).squeeze(1).cpu(),
          neuron->predict(x).squeeze(1).cpu(), perceptron->predict(x).squeeze(1).cpu()};
}

Result measure(const Options& options, const Setup& setup) {
  auto starts = side_by_side(options.starts, setup, [&](int64_t i) {
    return train(options, setup, setup.seed + static_cast<uint64_t>(i));
  });
  const auto exact = maximize_likelihood(options.flowers);
  const auto share = options.flowers.targets.to(torch::kFloat64).mean();
  return {std::move(starts), exact.coefficients, exact.found, share.item<double>()};
}

double coefficient_error(const Result& result) {
  std::vector<torch::Tensor> trained;
  for (const auto& one : result.starts) trained.push_back(one.coefficients);
  return (torch::stack(trained) - result.exact).abs().max().item<double>();
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-3;
  const double error = coefficient_error(result);
  const double mean = result.starts.front().probability.mean().item<double>();
  int64_t decisions = 0, different = 0;
  for (const auto& one : result.starts) {
    decisions += one.step.numel();
    different += one.probability.gt(0.5).ne(one.step).sum().item<int64_t>();
  }
  const auto measured = text("largest difference {:.1e}, {} starts", "最大相差 {:.1e}，{} 个初值",
                             error, result.starts.size());
  return {
      {{"autograd finds the maximum-likelihood coefficients from every start",
        "从任何初值出发，自动求导训练都得到最大似然系数"},
       {"holds when no coefficient is more than 1e-3 from that of Newton's method in float64",
        "每个系数与 float64 牛顿法的结果之差都不超过 1e-3 则成立"},
       result.exact_found ? measured
                          : report::Text{"there are none: Newton's method found no finite maximum",
                                         "不存在：牛顿法没有找到有限的最大值"},
       decide(result.exact_found && error <= kSame)},
      {{"it is the perceptron with a smooth output", "它是输出平滑的感知器"},
       {"holds when the perceptron of the same weights puts every flower into the same class",
        "权重相同的感知器把每朵花都分到同一类则成立"},
       text("{} of {} decisions differ", "{1} 次判断中有 {0} 次不同", different, decisions),
       decide(different == 0)},
      {{"its mean output is the share of class 1, as maximum likelihood makes it",
        "输出的平均值等于第 1 类所占的比例（最大似然加截距的必然结果）"},
       {"holds when the mean output is within 1e-3 of the share of class 1",
        "输出的平均值与第 1 类所占比例相差不超过 1e-3 则成立"},
       text("mean output {:.5f}, share {:.5f}", "输出平均 {:.5f}，比例 {:.5f}", mean, result.share),
       decide(std::abs(mean - result.share) <= kSame)},
  };
}

report::Panels picture(const Trained& trained, const data::Dataset& flowers) {
  const auto& w = trained.coefficients;
  auto plane = iris_plane(flowers, {w.slice(0, 0, 2).unsqueeze(0), w.slice(0, 2)});
  plane.title = {"The boundary, paler where less certain", "决策边界：颜色越浅越不确定"};
  return {.panels = {plane, smooth_step(flowers, trained.z, trained.probability)}};
}

void run(Stage& stage, const Options& options) {
  const auto& flowers = options.flowers;
  stage.claim({"Logistic regression is the perceptron with a smooth output: y = σ(w · x + b).",
               "逻辑回归是输出平滑的感知器：y = σ(w · x + b)。"});
  stage.ran(
      text("iris {} (class 0) and {} (class 1), {} flowers; {} starts, {} full-batch steps of {}",
           "鸢尾花 {}（第 0 类）与 {}（第 1 类）共 {} 朵；{} 个初值，各用全批量 {} 步 {}",
           flowers.class_names[0], flowers.class_names[1], flowers.size(), options.starts,
           options.epochs, options.optimizer));
  const auto result = measure(options, stage.setup());
  const auto& first = result.starts.front();
  const auto row = [&](const char* name, int64_t i) -> std::vector<report::Text> {
    const double w = first.coefficients[i].item<double>(), exact = result.exact[i].item<double>();
    return {name, number("{:.5f}", w), number("{:.5f}", exact), number("{:+.1e}", w - exact)};
  };
  stage.table({"Coefficients of the first start, inputs in cm", "第一个初值的系数，输入以 cm 计"},
              {"", {"autograd", "自动求导"}, {"Newton", "牛顿法"}, {"difference", "相差"}},
              {row("w₁", 0), row("w₂", 1), row("b", 2)});
  const auto bins = calibration(first.probability, flowers.targets, {0, 0.1, 0.5, 0.9, 1});
  stage.table({"Flowers by their probability y of class 1", "按第 1 类的概率 y 分组的花"},
              {"y", {"flowers", "朵数"}, {"expected 1", "预期为 1"}, {"are 1", "实为 1"}},
              calibration_rows(bins));
  stage.figure("boundary", {"The line, and the smooth step across it", "分界线与跨过它的平滑阶跃"},
               picture(first, flowers));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {9,
     "logistic_regression",
     {"Logistic regression", "逻辑回归"},
     {"The perceptron with a smooth output, trained to the maximum-likelihood coefficients",
      "输出平滑的感知器，训练到最大似然系数"}},
    read_options, run);

}  // namespace gradus::demos::logistic_regression
