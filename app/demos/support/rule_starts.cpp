#include "rule_starts.h"

#include "experiment.h"
#include "gradus/core/seed.h"
#include "side_by_side.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gradus::demos {

namespace {

RuleStarts run_length(const TruthTable& gate, const models::Separation& separation, double length,
                      const torch::Tensor& directions, const RuleSettings& rule,
                      const Setup& setup) {
  // Rounded as a neuron is made, for the bound to be that of the very same start.
  const auto starts = (length * directions).to(torch::kFloat32);
  const double zero_bound = models::novikoff_bound(separation);
  RuleStarts result{.length = length, .runs = starts.size(0)};
  for (int64_t i = 0; i < result.runs; ++i) {
    const auto start = to_vector(starts[i]);
    const auto run = run_rule(gate, start, rule, setup);
    const auto updates = static_cast<double>(run.updates.size());
    const double own_bound = models::novikoff_bound(separation, start, rule.learning_rate);
    result.learnt += run.learnt ? 1 : 0;
    result.above_zero_bound += updates > zero_bound ? 1 : 0;
    result.above_own_bound += updates > own_bound ? 1 : 0;
    result.mean_updates += updates / static_cast<double>(result.runs);
    result.most_updates = std::max(result.most_updates, updates);
    if (updates > 0) {
      result.most_of_own_bound = std::max(result.most_of_own_bound, updates / own_bound);
    }
  }
  if (result.above_zero_bound > 0) result.shortest_above = length;
  return result;
}

}  // namespace

std::vector<RuleStarts> run_starts(const TruthTable& gate, const models::Separation& separation,
                                   const StartSettings& starts, const RuleSettings& rule,
                                   const Setup& setup) {
  constexpr int64_t kLengths = 13, kPerDecade = 4;
  return side_by_side(kLengths, setup, [&](int64_t i) {
    // Not LibTorch's generator, from which each neuron made on another thread draws.
    constexpr uint64_t kStream = 0x57A27ULL << 32;
    auto directions = torch::randn({starts.runs, 3},
                                   make_generator(setup.seed, kStream + static_cast<uint64_t>(i)),
                                   torch::kFloat64);
    directions /= directions.norm(2, 1, /*keepdim=*/true);
    const double decades = static_cast<double>(i - kLengths + 1) / kPerDecade;
    return run_length(gate, separation, starts.longest * std::pow(10, decades), directions, rule,
                      setup);
  });
}

RuleStarts total(const std::vector<RuleStarts>& starts, double longest) {
  RuleStarts sum;
  for (const auto& one : starts) {
    if (one.length > longest) continue;
    const auto before = static_cast<double>(sum.runs), now = static_cast<double>(one.runs);
    if (one.runs > 0) {
      sum.mean_updates = (before * sum.mean_updates + now * one.mean_updates) / (before + now);
    }
    sum.length = std::max(sum.length, one.length);
    sum.runs += one.runs;
    sum.learnt += one.learnt;
    sum.above_zero_bound += one.above_zero_bound;
    sum.above_own_bound += one.above_own_bound;
    sum.most_updates = std::max(sum.most_updates, one.most_updates);
    sum.most_of_own_bound = std::max(sum.most_of_own_bound, one.most_of_own_bound);
    sum.shortest_above = std::min(sum.shortest_above, one.shortest_above);
  }
  return sum;
}

report::Panel bounds_panel(report::Text title, const std::vector<RuleStarts>& starts,
                           const models::Separation& separation, double learning_rate) {
  std::vector<double> lengths, mean, most, zero, any;
  for (const auto& one : starts) {
    lengths.push_back(one.length);
    mean.push_back(one.mean_updates);
    most.push_back(one.most_updates);
    zero.push_back(models::novikoff_bound(separation));
    any.push_back(zero.back() + 2 * one.length / (learning_rate * separation.margin));
  }
  const auto curve = [&](report::Text name, std::vector<double> y, int64_t colour,
                         report::Curve::Style style) {
    return report::Curve{
        .name = std::move(name), .x = lengths, .y = std::move(y), .colour = colour, .style = style};
  };
  constexpr auto kMeasured = report::Curve::Style::kLinePoints;
  constexpr auto kBound = report::Curve::Style::kDashed;
  return {.title = std::move(title),
          .x_label = {"length |W| of the start", "初始权重的长度 |W|"},
          .y_label = {"updates", "更新次数"},
          .y = report::Span{1, any.empty() ? 10 : 1.5 * any.back()},
          .log_x = true,
          .log_y = true,
          .curves = {curve({"mean", "平均"}, mean, 0, kMeasured),
                     curve({"most", "最多"}, most, 1, kMeasured), curve("(R/γ)²", zero, 7, kBound),
                     curve("(R/γ)² + 2|W|/(ηγ)", any, 2, kBound)}};
}

}  // namespace gradus::demos
