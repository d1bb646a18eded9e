#include "panel_writer.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus::report {
namespace {

constexpr double kTicRoomX = 46, kTicRoomY = 26;  // pixels between two tics

/// What gnuplot scales an axis by.
Span data_span(const Panel& panel, bool across) {
  Span span{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  const auto widen = [&](const std::vector<double>& values) {
    for (const double v : values) {
      if (!std::isfinite(v)) continue;
      span.min = std::min(span.min, v);
      span.max = std::max(span.max, v);
    }
  };
  for (const auto& curve : panel.curves) {
    widen(across ? curve.x : curve.y);
    if (across) continue;
    widen(curve.low);
    widen(curve.high);
  }
  for (const auto& marks : panel.marks) widen(across ? marks.x : marks.y);
  return span;
}

/// Epochs, layers, widths: there is nothing between two of them.
bool counts_along_x(const Panel& panel) {
  const auto whole = [](double x) { return x == std::floor(x); };
  const auto is_level = [](const Curve& curve) { return curve.x.size() <= 2; };  // a straight line
  return panel.marks.empty() && !std::ranges::all_of(panel.curves, is_level) &&
         std::ranges::all_of(panel.curves, [&](const Curve& curve) {
           return is_level(curve) || std::ranges::all_of(curve.x, whole);
         });
}

/// The smallest of 1, 2 and 5 times a power of ten that leaves at most `most` steps; 0 for an empty
/// span.
double tic_step(Span span, double most) {
  const double length = span.max - span.min;
  if (!(length > 0) || !std::isfinite(length)) return 0;
  const double power = std::pow(10, std::floor(std::log10(length / most)));
  for (const double factor : {1, 2, 5}) {
    if (length / (factor * power) <= most) return factor * power;
  }
  return 10 * power;
}

}  // namespace

void PanelWriter::axes() {
  commands_ += fmt::format(
      "set lmargin at screen {:.6f}\nset rmargin at screen {:.6f}\nset tmargin at screen {:.6f}\n"
      "set bmargin at screen {:.6f}\nset xlabel {}\nset ylabel {}\n",
      screen_x(place_.left), screen_x(place_.right), screen_y(place_.top), screen_y(place_.bottom),
      text(panel_.x_label), text(panel_.y_label));
  if (!panel_.title.empty()) {
    commands_ += fmt::format(
        "set label {} at screen {:.6f},{:.6f} center font ',11' textcolor rgb '#222222'\n",
        text(panel_.title), screen_x((place_.left + place_.right) / 2), screen_y(place_.title_y));
  }
  const Grid* grid = panel_.region ? &panel_.region->scores.front()
                     : panel_.heat ? &panel_.heat->values
                                   : nullptr;
  axis("x", panel_.x || !grid ? panel_.x : grid->x, panel_.log_x, panel_.categories);
  axis("y", panel_.y || !grid ? panel_.y : grid->y, panel_.log_y, panel_.y_categories);
}

void PanelWriter::axis(const char* name, const std::optional<Span>& span, bool log,
                       const std::vector<Text>& categories) {
  if (log) commands_ += fmt::format("set logscale {}\n", name);
  const auto count = static_cast<double>(categories.size());
  const auto shown = count > 0 ? Span{-0.5, count - 0.5} : span;
  commands_ +=
      shown ? fmt::format("set {}range [{}:{}]\n", name, value(shown->min), value(shown->max))
            : fmt::format("set {}range [*:*]\n", name);
  if (categories.empty()) {
    if (!log) commands_ += tics(name, shown);
    return;
  }
  std::vector<std::string> tics;
  for (size_t i = 0; i < categories.size(); ++i) {
    tics.push_back(fmt::format("{} {}", tic_literal(categories[i].in(language_)), i));
  }
  const bool rotated = *name == 'x' && place_.rotate_categories;
  commands_ += fmt::format("set {}tics {}({})\n", name, rotated ? "rotate by 35 right " : "",
                           fmt::join(tics, ", "));
}

std::string PanelWriter::tics(const char* name, const std::optional<Span>& span) const {
  const bool across = *name == 'x';
  const auto data = span ? *span : data_span(panel_, across);
  const double pixels = across ? place_.right - place_.left : place_.bottom - place_.top;
  double step = tic_step(data, pixels / (across ? kTicRoomX : kTicRoomY));
  if (across && step > 0 && counts_along_x(panel_)) step = std::max(1.0, step);
  return step > 0 ? fmt::format("set {}tics {}\n", name, value(step)) : "";
}

void PanelWriter::legend() {
  for (const auto& entry : place_.legend) {
    const double x = screen_x(entry.x), end = screen_x(entry.x + kSwatch);
    const double y = screen_y(entry.y), middle = (x + end) / 2;
    const auto colour = class_colour(entry.colour);
    switch (entry.kind) {
      case LegendEntry::Kind::kLine:
      case LegendEntry::Kind::kDashed:
        commands_ += fmt::format(
            "set arrow from screen {:.6f},{:.6f} to screen {:.6f},{:.6f} nohead linewidth 2 "
            "dashtype {} linecolor rgb '{}'\n",
            x, y, end, y, entry.kind == LegendEntry::Kind::kLine ? "1" : "(4,3)", colour);
        break;
      case LegendEntry::Kind::kMark:
        commands_ += fmt::format(
            "set label ' ' at screen {:.6f},{:.6f} point pointtype {} pointsize 0.9 linecolor "
            "rgb '{}'\n",
            middle, y, point_type(entry.shape), colour);
        break;
      case LegendEntry::Kind::kBox:
        commands_ += fmt::format(
            "set object rectangle center screen {:.6f},{:.6f} size screen {:.6f},{:.6f} "
            "fillcolor "
            "rgb '{}' fillstyle solid noborder\n",
            middle, y, 12 / figure_.width, 10 / figure_.height, colour);
        break;
    }
    commands_ += fmt::format(
        "set label {} at screen {:.6f},{:.6f} left font ',{}' textcolor rgb '#333333'\n",
        text_literal(entry.text), screen_x(entry.x + kSwatch + 6), y, kLegendFont);
  }
}

}  // namespace gradus::report
