#include "activation_gallery.h"

#include "experiment.h"

#include <fmt/ranges.h>

#include <cmath>
#include <limits>

namespace gradus::demos {
namespace {

using report::Text;

/// `yes / yes`, `no / yes ≠`, or the measured answer alone.
Text answers(bool measured, const std::optional<ActivationTraits>& textbook,
             bool ActivationTraits::*trait) {
  const auto answer = [](bool yes) { return yes ? Text{"yes", "是"} : Text{"no", "否"}; };
  const Text seen = answer(measured);
  if (!textbook) return seen;
  const Text said = answer((*textbook).*trait);
  const char* mark = seen == said ? "" : " ≠";
  return {fmt::format("{} / {}{}", seen.en, said.en, mark),
          fmt::format("{} / {}{}", seen.zh, said.zh, mark)};
}

std::string range(const ActivationProperties& measured) {
  const auto end = [](double value) { return fmt::format("{:.3g}", value + 0.0); };  // no -0
  const bool below = std::isfinite(measured.lowest), above = std::isfinite(measured.highest);
  return fmt::format("{}, {}", below ? "[" + end(measured.lowest) : "(-∞",
                     above ? end(measured.highest) + "]" : "∞)");
}

/// A curve of `y` with a gap between neighbours that are farther apart than any smooth activation
/// goes in one step.
report::Curve broken_curve(Text name, const std::vector<double>& x, const std::vector<double>& y,
                           int64_t colour) {
  constexpr double kJump = 0.25;
  report::Curve curve{.name = std::move(name), .x = {}, .y = {}, .colour = colour};
  for (size_t i = 0; i < x.size(); ++i) {
    if (i > 0 && std::abs(y[i] - y[i - 1]) > kJump) {
      curve.x.push_back(x[i]);
      curve.y.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    curve.x.push_back(x[i]);
    curve.y.push_back(y[i]);
  }
  return curve;
}

}  // namespace

void show_properties(Stage& stage, const std::vector<Examined>& functions) {
  std::vector<std::vector<Text>> rows;
  for (const auto& function : functions) {
    const auto& [traits, kinks, error, lowest, highest] = function.measured;
    rows.push_back(
        {function.text,
         answers(traits.differentiable, function.textbook, &ActivationTraits::differentiable),
         answers(traits.monotonic, function.textbook, &ActivationTraits::monotonic),
         answers(traits.bounded, function.textbook, &ActivationTraits::bounded),
         fmt::format("{:.3g}", fmt::join(kinks, ", ")), range(function.measured),
         fmt::format("{:.1g}", error)});
  }
  stage.table({"Wanted properties: measured / textbook, ≠ where they differ",
               "期望的性质：实测 / 教科书，≠ 表示不一致"},
              {{"function", "函数"},
               {"differentiable", "可微"},
               {"monotonic", "单调"},
               {"bounded", "有界"},
               {"kinks", "不可微点"},
               {"observed range", "实测范围"},
               {"f′ error", "f′ 误差"}},
              rows);
}

report::Panels gallery(const std::vector<Examined>& functions) {
  constexpr double kEnd = 5;
  const auto x = torch::linspace(-kEnd, kEnd, 161, torch::kFloat64);
  const auto xs = to_vector(x);
  report::Panels panels{.columns = 5, .plot_width = 140, .plot_height = 130};
  for (const auto& function : functions) {
    const auto f = activation_function(function.text);
    panels.panels.push_back({.title = function.text,
                             .x_label = "z",
                             .x = report::Span{-kEnd, kEnd},
                             .y = report::Span{-1.9, 2.6},
                             .curves = {broken_curve("f", xs, to_vector(f(x)), 0),
                                        broken_curve({"f′ (autograd)", "f′（自动求导）"}, xs,
                                                     to_vector(autograd_slope(f, x)), 1)}});
    panels.panels.back().curves.back().style = report::Curve::Style::kDashed;
  }
  return panels;
}

}  // namespace gradus::demos
