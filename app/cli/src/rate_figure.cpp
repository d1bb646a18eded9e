#include "rate_figure.h"

#include "gradus/report/panel.h"

#include <algorithm>
#include <cmath>

namespace gradus::cli {
namespace {

using report::Curve;
using report::Marks;

constexpr int64_t kMean = 0, kSingle = 4, kSuggested = 1, kLowest = 2;

/// The mean loss at one of the sweep's rates, or between two of them.
double loss_at(const training::RateSweep& sweep, double rate) {
  const auto after = std::ranges::lower_bound(sweep.rates, rate);
  const auto i = static_cast<size_t>(std::max<std::ptrdiff_t>(1, after - sweep.rates.begin()));
  const double share =
      std::log(rate / sweep.rates[i - 1]) / std::log(sweep.rates[i] / sweep.rates[i - 1]);
  return sweep.smoothed[i - 1] + share * (sweep.smoothed[i] - sweep.smoothed[i - 1]);
}

/// All of the mean, and of the single losses what does not dwarf it.
report::Span losses_shown(const training::RateSweep& sweep) {
  const auto [low, high] = std::ranges::minmax(sweep.smoothed);
  const double lowest = std::min(low, std::ranges::min(sweep.losses));
  const double margin = 0.06 * (high - lowest);
  return {lowest - margin, high + margin};
}

}  // namespace

report::Figure rate_figure(const training::RateSweep& sweep, report::Language language) {
  report::Panel panel{.title = {"learning-rate sweep", "学习率扫描"},
                      .x_label = {"learning rate", "学习率"},
                      .y_label = {"loss", "损失"},
                      .y = losses_shown(sweep),
                      .log_x = true};
  panel.curves = {
      {.name = {"of each step", "每一步"},
       .x = sweep.rates,
       .y = sweep.losses,
       .colour = kSingle,
       .width = 1},
      {.name = {"mean", "平均"}, .x = sweep.rates, .y = sweep.smoothed, .colour = kMean}};
  panel.marks = {{.name = report::text("lowest: {:.2g}", "最低：{:.2g}", sweep.lowest_rate),
                  .x = {sweep.lowest_rate},
                  .y = {sweep.lowest_loss},
                  .colour = kLowest,
                  .shape = Marks::Shape::kCircle,
                  .size = 2}};
  if (sweep.suggestion) {
    panel.marks.push_back(
        {.name = report::text("suggested: {:.2g}", "建议：{:.2g}", *sweep.suggestion),
         .x = {*sweep.suggestion},
         .y = {loss_at(sweep, *sweep.suggestion)},
         .colour = kSuggested,
         .size = 2});
  }
  return report::plot({.panels = {panel}, .plot_width = 480, .plot_height = 300}, language);
}

}  // namespace gradus::cli
