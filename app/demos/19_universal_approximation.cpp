/// Universal approximation: one hidden layer, wide enough, comes near any continuous function.
///
/// Shows:   the error of trained networks against their width on three functions, with its slope;
///          the constructive proof, in which pairs of steps make bumps, with its bound; and where
///          each neuron splits the line in two.
/// Command: gradus demo universal_approximation     (try --function chirp --drawn 40, or
///          --activation relu, or --optimizer adam --learning-rate 0.03 --epochs 1000)
/// See:     an error that falls until training gets no nearer; by construction, always with 1/n.
#include "19_universal_approximation.h"

#include "gradus/core/error.h"
#include "gradus/data/functions.h"
#include "seed_grid.h"
#include "stage.h"
#include "wording.h"

#include <algorithm>
#include <cmath>

namespace gradus::demos::universal_approximation {

using report::decide;
using report::Text;
using report::text;

/// Puts `numbers` in order and returns how many different ones there are.
int64_t distinct(std::vector<int64_t>& numbers) {
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return std::ssize(numbers);
}

Options read_options(const Settings& flags, bool quick) {
  Options options;
  const std::vector<int64_t> widths = {1, 2, 4, 8, 16, 32}, few = {1, 4, 16};
  options.widths = flags.integers("--widths", quick ? few : widths, {1, 4096},
                                  "hidden units of the trained networks");
  options.bumps = flags.integers("--bumps", {16, 32, 64, 128, 256, 512}, {1, 4096},
                                 "bumps of the networks set by hand");
  if (distinct(options.widths) < 2 || distinct(options.bumps) < 3) {
    throw UsageError("a slope needs at least 2 different --widths and 3 different --bumps");
  }
  options.seeds = flags.integer("--seeds", quick ? 2 : 5, {2, 1000}, "trainings of each network");
  options.recipe.epochs = flags.integer("--epochs", quick ? 15 : 40, {1, 100'000},
                                        "passes over 256 examples, all in one batch");
  const auto optimizer = NamedSettings::parse(flags.text(
      "--optimizer", "lbfgs:strong_wolfe=true", "as in adam; lbfgs does 20 iterations an epoch"));
  options.recipe.optimizer = {optimizer.name,
                              flags.real("--learning-rate", 1, {1e-9, 1e3}, "of the optimizer"),
                              optimizer.settings};
  options.activation = flags.text("--activation", "tanh", "of the trained networks");
  options.function =
      flags.choice("--function", "sine", data::function_names(), "the one that is drawn");
  options.drawn =
      flags.integer("--drawn", 12, {1, 100}, "bumps and trained hidden units that are drawn");
  return options;
}

Result measure(const Options& options, const Setup& setup) {
  Result result;
  const auto train = [&](const std::string& function, int64_t width, int64_t i) {
    return fit_function(function, width, options.activation, options.recipe, setup,
                        setup.seed + static_cast<uint64_t>(i));
  };
  const std::pair<const char*, const char*> functions[] = {
      {"sine", "sin πx"}, {"absolute", "|x|"}, {"chirp", "sin 2π(x+1)²"}};
  for (const auto& [function, formula] : functions) {
    Approximation one{formula, options.widths, options.bumps};
    const auto fits = seed_grid(
        options.widths, options.seeds, setup,
        [&, function = function](int64_t width, int64_t i) { return train(function, width, i); });
    one.errors = column(fits, &FunctionFit::error);
    for (const auto& fit : fits) {
      for (const auto& trained : fit) {
        result.neurons += std::ssize(trained.switches);
        result.splitting += std::ranges::count_if(
            trained.switches, [](const auto& places) { return places.size() == 1; });
      }
    }
    for (const auto bumps : options.bumps) one.bump_errors.push_back(bump_error(function, bumps));
    result.functions.push_back(std::move(one));
  }
  result.drawn = train(options.function, options.drawn, 0);
  return result;
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kNear = 0.1, kRounding = 1e-9;
  const auto functions = std::ssize(result.functions);
  int64_t falling = 0, inverse = 0, within = 0, constructed = 0;
  std::string trained, by_hand;
  for (const auto& one : result.functions) {
    const auto slope = trained_slope(one), bump = bump_slope(one);
    falling += slope.high < 0 ? 1 : 0;
    inverse += std::abs(bump.mean + 1) <= kNear ? 1 : 0;
    constructed += std::ssize(one.bump_errors);
    within += std::ranges::count_if(one.bump_errors, [](const BumpError& bumps) {
      return bumps.error <= bumps.bound + kRounding;
    });
    trained += fmt::format("{}{}: {:.2f} [{:.2f}, {:.2f}]", trained.empty() ? "" : "; ",
                           one.name.en, slope.mean, slope.low, slope.high);
    by_hand += fmt::format("{}{}: {:.3f}", by_hand.empty() ? "" : "; ", one.name.en, bump.mean);
  }
  return {
      {{"the error of trained networks falls with width", "训练得到的网络，误差随宽度下降"},
       {"holds when the 95 % interval of the slope of log error over log width lies below 0 for "
        "each function; with limits when for some",
        "若每个函数的对数误差对对数宽度的斜率，其 95 % 置信区间都在 0 以下，则成立；"
        "若只有部分函数如此，则有条件成立"},
       {"slopes " + trained, "斜率 " + trained},
       decide(falling == functions, falling > 0)},
      {{"pairs of steps approximate a continuous function: the error stays within its bound",
        "成对的阶跃能逼近连续函数：误差不超过上界"},
       {"holds when the largest error of n bumps is never above the largest change of the function "
        "within 1/n, its modulus of continuity",
        "若 n 个凸起的最大误差从不超过函数在 1/n 距离内的最大变化（连续模），则成立"},
       out_of(within, constructed),
       decide(within == constructed)},
      {{"that error falls as 1 over their number", "该误差与凸起个数成反比"},
       text("holds when its slope is within {} of -1 for each function; with limits when for some",
            "若每个函数的斜率与 -1 相差不超过 {}，则成立；若只有部分函数如此，则有条件成立", kNear),
       {"slopes " + by_hand, "斜率 " + by_hand},
       decide(inverse == functions, inverse > 0)},
      {{"each neuron splits the line in two", "每个神经元把直线分成两段"},
       {"holds when the weighted sum of every trained hidden neuron changes sign at exactly one "
        "place from -1e6 to 1e6",
        "若每个训练得到的隐层神经元，其加权和在 -1e6 到 1e6 之间恰好变号一次，则成立"},
       out_of(result.splitting, result.neurons),
       decide(result.neurons > 0 && result.splitting == result.neurons)},
  };
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"One hidden layer approximates any continuous function if it is wide enough; each of "
       "its neurons splits the line in two.",
       "只要隐层的神经元足够多，单隐层网络就可以逼近任何连续函数；每个神经元把数据分为两部分。"});
  stage.ran(text(
      "trained: one hidden layer, {}, {} epochs of {}, {} seeds; set by hand: step units",
      "训练：单隐层，激活函数 {}，{} 轮（{}），{} 个种子；手工设定：阶跃神经元", options.activation,
      options.recipe.epochs, options.recipe.optimizer.name, options.seeds));
  const auto result = measure(options, stage.setup());
  std::vector<Text> widths = {{"width", "宽度"}}, bumps = {{"bumps", "凸起个数"}};
  for (const auto& one : result.functions) {
    widths.push_back(one.name);
    bumps.push_back(one.name);
  }
  stage.table(
      {"Trained: root mean square error, median of the seeds", "训练得到：均方根误差的中位数"},
      widths, trained_rows(result.functions));
  stage.table({"Set by hand: largest error / its bound", "手工设定：最大误差 / 其上界"}, bumps,
              bump_rows(result.functions));
  stage.figure(
      "errors",
      {"The error over width, trained and set by hand", "误差随宽度的变化：训练得到的与手工设定的"},
      error_panels(result.functions));
  report::Panels proof{.panels = bump_panels(options.function, options.drawn), .columns = 2};
  for (auto& panel : fit_panels(options.function, result.drawn)) proof.panels.push_back(panel);
  stage.figure("proof",
               {"The constructive proof, and a trained network with its neurons",
                "构造性证明，以及一个训练得到的网络和它的神经元"},
               proof);
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {19,
     "universal_approximation",
     {"Universal approximation", "万能逼近"},
     {"One hidden layer, wide enough, comes near any continuous function: trained, and by proof",
      "单隐层只要足够宽，就能逼近任何连续函数：训练与构造性证明"}},
    read_options, run);

}  // namespace gradus::demos::universal_approximation
