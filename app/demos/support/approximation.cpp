#include "approximation.h"

#include <algorithm>
#include <cmath>

namespace gradus::demos {
namespace {

using Rows = std::vector<std::vector<report::Text>>;
using Style = report::Curve::Style;

std::vector<double> to_doubles(const std::vector<int64_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

std::vector<double> logarithms(std::vector<double> values) {
  for (auto& value : values) value = std::log(value);
  return values;
}

report::Panel error_panel(report::Text title, report::Text x_label, report::Text y_label) {
  report::Panel panel{
      .title = std::move(title), .x_label = std::move(x_label), .y_label = std::move(y_label)};
  panel.log_x = panel.log_y = true;
  return panel;
}

/// An axis that ends a little beyond the smallest and the largest of `values`.
report::Span around(const std::vector<double>& values) {
  constexpr double kMargin = 1.2;
  return {std::ranges::min(values) / kMargin, std::ranges::max(values) * kMargin};
}

}  // namespace

report::Estimate trained_slope(const Approximation& one) {
  std::vector<double> widths, errors;
  for (size_t w = 0; w < one.widths.size(); ++w) {
    for (const double error : one.errors.at(w)) {
      widths.push_back(static_cast<double>(one.widths[w]));
      errors.push_back(error);
    }
  }
  return report::slope(logarithms(widths), logarithms(errors));
}

report::Estimate bump_slope(const Approximation& one) {
  std::vector<double> errors;
  for (const auto& bump : one.bump_errors) errors.push_back(bump.error);
  return report::slope(logarithms(to_doubles(one.bumps)), logarithms(errors));
}

Rows trained_rows(const std::vector<Approximation>& functions) {
  Rows rows;
  for (size_t w = 0; w < functions.front().widths.size(); ++w) {
    auto& row = rows.emplace_back();
    row.push_back(report::number("{}", functions.front().widths[w]));
    for (const auto& one : functions) {
      row.push_back(report::number("{:.4f}", report::median(one.errors.at(w))));
    }
  }
  return rows;
}

Rows bump_rows(const std::vector<Approximation>& functions) {
  Rows rows;
  for (size_t b = 0; b < functions.front().bumps.size(); ++b) {
    auto& row = rows.emplace_back();
    row.push_back(report::number("{}", functions.front().bumps[b]));
    for (const auto& one : functions) {
      const auto& bump = one.bump_errors.at(b);
      row.push_back(report::number("{:.4f} / {:.4f}", bump.error, bump.bound));
    }
  }
  return rows;
}

report::Panels error_panels(const std::vector<Approximation>& functions) {
  auto trained = error_panel(
      {"Trained: median and range of the seeds", "训练得到：中位数与种子间的范围"},
      {"width (hidden units)", "宽度（隐层神经元个数）"}, {"root mean square error", "均方根误差"});
  auto by_hand = error_panel({"Set by hand: pairs of steps", "手工设定：成对的阶跃"},
                             {"bumps (two units each)", "凸起个数（每个用两个神经元）"},
                             {"largest error", "最大误差"});
  std::vector<double> ends;
  for (const auto& one : functions) {
    const auto colour = std::ssize(trained.curves);
    report::Curve curve{.name = one.name,
                        .x = to_doubles(one.widths),
                        .y = {},
                        .colour = colour,
                        .style = Style::kLinePoints};
    report::Curve bound{.x = to_doubles(one.bumps), .y = {}, .colour = 7, .style = Style::kDashed};
    for (const auto& errors : one.errors) {
      curve.y.push_back(report::median(errors));
      curve.low.push_back(std::ranges::min(errors));
      curve.high.push_back(std::ranges::max(errors));
    }
    ends.insert(ends.end(), curve.low.begin(), curve.low.end());
    ends.insert(ends.end(), curve.high.begin(), curve.high.end());
    trained.curves.push_back(curve);
    curve.x = bound.x;
    curve.y.clear(), curve.low.clear(), curve.high.clear();
    for (const auto& bump : one.bump_errors) {
      curve.y.push_back(bump.error);
      bound.y.push_back(bump.bound);
    }
    if (&one == &functions.back()) bound.name = {"bound", "上界"};
    by_hand.curves.push_back(std::move(curve));
    by_hand.curves.push_back(std::move(bound));
  }
  trained.x = around(to_doubles(functions.front().widths));
  trained.y = around(ends);
  return {.panels = {trained, by_hand}, .plot_width = 340, .plot_height = 240};
}

}  // namespace gradus::demos
