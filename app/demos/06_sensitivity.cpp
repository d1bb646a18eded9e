/// A small change of a weight: step against sigmoid.
///
/// Shows:   one weight swept through a network of three layers, once with step units and once, from
///          the same weights, with sigmoid units; the largest change of the output for a step Δw.
/// Command: gradus demo sensitivity         (try --delta 0.5, --layer 3, or --activation tanh)
/// See:     the step network's output stays or flips, however small Δw is; the sigmoid network's
///          moves a little, and half as much for half the Δw.
#include "06_sensitivity.h"

#include "gradus/core/error.h"
#include "gradus/report/statistics.h"
#include "precision.h"
#include "side_by_side.h"
#include "stage.h"
#include "unit_network.h"

#include <cmath>

namespace gradus::demos::sensitivity {

using report::decide;
using report::number;
using report::text;

constexpr int64_t kFeatures = 2;
constexpr int64_t kFinest = 8;  // values of the weight to a step of Δw: Δw is halved 3 times

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.width = flags.integer("--width", 8, {1, 1024}, "units of both hidden layers");
  options.seeds = flags.integer("--seeds", quick ? 6 : 20, {2, 1000}, "networks of each kind");
  options.inputs = flags.integer("--inputs", 200, {1, 1000}, "random inputs to look at");
  options.delta = flags.real("--delta", 0.02, {1e-4, 10}, "Δw, the change of the weight");
  options.range = flags.real("--range", 4, {1e-3, 1e3}, "the weight goes from -range to range");
  options.scale = flags.real("--scale", 2, {1e-6, 1e6}, "deviation of the random weights");
  options.activation = flags.text("--activation", "sigmoid", "units of the smooth network");
  options.layer = flags.integer("--layer", 1, {1, 3}, "of the weight, the first of the first unit");
  const double steps = 2 * options.range / options.delta;
  if (steps < 1 || steps > 5000) {
    throw UsageError("--delta={}: the range holds {:.3g} steps of it, expected 1 to 5000",
                     options.delta, steps);
  }
  return options;
}

models::Mlp network(const Options& options, const std::string& activation) {
  auto model = unit_network(kFeatures, {options.width, options.width}, activation);
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : model->parameters()) parameter.normal_(0, options.scale);
  return model;
}

Result measure(const Options& options, const Setup& setup) {
  const auto steps = std::llround(2 * options.range / options.delta);
  Result result{{}, {}, steps * options.inputs * options.seeds, {{"step units", "阶跃神经元"}}, {}};
  result.smooth.name = text("{} units", "{} 神经元", options.activation);
  for (int64_t k = 1; k <= kFinest; k *= 2) result.deltas.push_back(options.delta / double(k));
  for (int64_t i = 0; i <= steps * kFinest; ++i) {
    result.values.push_back(-options.range + result.deltas.back() * double(i));
  }
  const auto pairs = side_by_side(options.seeds, setup, [&](int64_t i) {
    const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
    throw_if_interrupted();
    const auto type = finest_type(setup.device);
    const auto inputs = seeded(seed, [&] { return torch::randn({options.inputs, kFeatures}); });
    const auto outputs_of = [&](const std::string& activation) {
      auto model = seeded(seed, [&] { return network(options, activation); });
      model->to(setup.device, type);
      return outputs_over(model, {options.layer, 1, 1}, result.values,
                          inputs.to(setup.device, type));
    };
    const auto step = outputs_of("step"), smooth = outputs_of(options.activation);
    // Of the inputs that flip, if any does, the one for which the smooth output moves most.
    const auto moves = (smooth.amax(0) - smooth.amin(0)) + 10 * (step.amax(0) - step.amin(0));
    const auto shown = moves.argmax().item<int64_t>();
    return std::array{read_sweep(step, kFinest, shown), read_sweep(smooth, kFinest, shown)};
  });
  for (const auto& [step, smooth] : pairs) {
    result.step.sweeps.push_back(step), result.smooth.sweeps.push_back(smooth);
  }
  return result;
}

std::string factors(const std::optional<report::Span>& span) {
  return span ? fmt::format("× {:.3f} … {:.3f}", span->min, span->max) : "–";
}

std::vector<report::Finding> judge(const Result& result) {
  int64_t flips = 0, partial = 0, flipping = 0;
  for (const auto& sweep : result.step.sweeps) {
    flips += sweep.flips, partial += sweep.partial, flipping += sweep.flips > 0 ? 1 : 0;
  }
  const auto seeds = std::ssize(result.step.sweeps);
  const auto smooth = largest_jumps(result.smooth.sweeps, 0);
  const auto halved = halving_factors(result.smooth.sweeps);
  const auto step = halving_factors(result.step.sweeps);
  const bool halves = halved && halved->min > 0.4 && halved->max < 0.6;
  return {
      {{"the output of the step network stays or flips", "阶跃网络的输出要么不变，要么翻转"},
       {"holds when every change is exactly 0 or 1 and at least half of the seeds have a flip; "
        "with limits when fewer have",
        "每次变化都恰为 0 或 1，且至少一半的种子有翻转则成立；有翻转的种子更少则有条件成立"},
       text("{} changes: {} flips, {} neither 0 nor 1; flips in {} of {} seeds",
            "{0} 次变化：翻转 {1} 次，非 0 非 1 的 {2} 次；{4} 个种子中 {3} 个有翻转",
            result.changes, flips, partial, flipping, seeds),
       decide(partial == 0 && 2 * flipping >= seeds, partial == 0 && flipping > 0)},
      {{"the output of the smooth network moves a little", "平滑网络的输出只变化一点"},
       {"holds when in every seed it moves, by at most 0.1 for one Δw",
        "在每个种子中都有变化，且权重每改变 Δw 变化不超过 0.1 则成立"},
       text("largest jump {:.2g} to {:.2g}, {} seeds", "最大跳变 {:.2g} 到 {:.2g}，{} 个种子",
            smooth.front(), smooth.back(), seeds),
       decide(smooth.front() > 0 && smooth.back() <= 0.1)},
      {{"half the Δw, half the effect: but a flip stays a flip",
        "Δw 减半，平滑网络的变化也减半，而翻转仍是翻转"},
       {"holds when halving Δw multiplies the smooth network's largest jump by 0.4 to 0.6 in every "
        "seed, and the step network's by exactly 1 wherever it flips",
        "Δw 每减半一次，平滑网络的最大跳变在每个种子中都变为 0.4 到 0.6 "
        "倍，而有翻转的阶跃网络恰为 1 倍，则成立"},
       text("smooth: {}; step: {}", "平滑：{}；阶跃：{}", factors(halved), factors(step)),
       decide(halves && step && step->min == 1 && step->max == 1)},
  };
}

report::Panels picture(const Result& result) {
  const auto flips = [](const WeightSweep& sweep) { return sweep.flips > 0; };
  const auto found = std::ranges::find_if(result.step.sweeps, flips);
  const auto seed = found == result.step.sweeps.end() ? 0 : found - result.step.sweeps.begin();
  report::Panel output{.title = {"The output for one input", "同一个输入的输出"},
                       .x_label = {"the swept weight", "被扫描的权重"},
                       .y_label = {"output", "输出"},
                       .y = report::Span{-0.05, 1.05}};
  report::Panel jumps{.title = {"The largest change of the output", "输出的最大变化"},
                      .x_label = {"Δw, change of the weight", "Δw：权重的变化量"},
                      .y_label = {"largest jump", "最大跳变"},
                      .log_x = true,
                      .log_y = true};
  const double least = largest_jumps(result.smooth.sweeps, result.deltas.size() - 1).front();
  if (least > 0) jumps.y = report::Span{least / 2, 3};
  for (const auto* arm : {&result.step, &result.smooth}) {
    const bool is_step = arm == &result.step;
    auto curve = thinned(result.values, arm->sweeps[static_cast<size_t>(seed)].shown);
    curve.name = arm->name, curve.colour = is_step ? 1 : 0;
    curve.style = is_step ? report::Curve::Style::kSteps : report::Curve::Style::kLine;
    output.curves.push_back(curve);
    auto largest = jump_curve(arm->sweeps, result.deltas);
    largest.name = curve.name, largest.colour = curve.colour;
    jumps.curves.push_back(std::move(largest));
  }
  return {.panels = {output, jumps}, .plot_width = 360};
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"A small change of a weight leaves the output of a network of steps as it is or flips it; "
       "that of a network of sigmoids moves a little.",
       "权重稍作改动，阶跃神经元网络的输出要么不变、要么完全翻转；S "
       "型神经元网络的输出只略有变化。"});
  stage.ran(text(
      "networks {0}-{1}-{1}-1 with weights and biases from N(0, {2}²), {3} seeds, {4} inputs; the "
      "first weight of layer {5} from {6} to {7} in steps of Δw = {8}",
      "{0}-{1}-{1}-1 网络，权重与偏置取自 N(0, {2}²)，{3} 个种子，{4} 个输入；第 {5} "
      "层的第一个权重从 {6} 到 {7}，步长 Δw = {8}",
      kFeatures, options.width, options.scale, options.seeds, options.inputs, options.layer,
      -options.range, options.range, options.delta));
  const auto result = measure(options, stage.setup());
  std::vector<std::vector<report::Text>> rows;
  for (size_t k = 0; k < result.deltas.size(); ++k) {
    rows.push_back({number("{:g}", result.deltas[k])});
    for (const auto* arm : {&result.step, &result.smooth}) {
      const auto jumps = largest_jumps(arm->sweeps, k);
      rows.back().push_back(
          number("{:.2g} ({:.2g} … {:.2g})", report::median(jumps), jumps.front(), jumps.back()));
    }
  }
  stage.table({"Largest jump of the output: median (least … most) over the seeds",
               "输出的最大跳变：各种子的中位数（最小 … 最大）"},
              {"Δw", result.step.name, result.smooth.name}, rows);
  stage.figure("jumps",
               {"One weight swept in the first seed with a flip; largest jumps, with their range "
                "over the seeds that have one",
                "第一个有翻转的种子：扫描一个权重；最大跳变及其在各种子间的范围（不含无跳变者）"},
               picture(result));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {6,
     "sensitivity",
     {"Step against sigmoid", "阶跃与 S 型"},
     {"What a small change of a weight does to a network of steps and to one of sigmoids",
      "权重稍作改动，对阶跃网络与 S 型网络各有什么影响"}},
    read_options, run);

}  // namespace gradus::demos::sensitivity
