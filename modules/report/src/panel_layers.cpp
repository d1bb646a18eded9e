#include "panel_writer.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

void check_columns(size_t expected, std::initializer_list<const std::vector<double>*> others) {
  for (const auto* other : others) {
    if (!other->empty() && other->size() != expected) {
      throw std::invalid_argument("plot: columns of different lengths");
    }
  }
}

}  // namespace

void PanelWriter::bars(const Bars& bars) {
  check_columns(bars.values.size(), {&bars.low, &bars.high});
  notice(bars.values);
  const auto groups = static_cast<double>(panel_.bars.size());
  const auto index = static_cast<double>(&bars - panel_.bars.data());
  const double width = 0.8 / groups;
  std::string rows;
  for (size_t i = 0; i < bars.values.size(); ++i) {
    const double x = double(i) - 0.4 + width * (index + 0.5);
    const bool interval = !bars.low.empty();
    rows += fmt::format("{} {} {} {}\n", value(x), value(bars.values[i]),
                        value(interval ? bars.low[i] : bars.values[i]),
                        value(interval ? bars.high[i] : bars.values[i]));
  }
  const auto name = block(rows);
  elements_.push_back(
      fmt::format("{} using 1:2:({}) with boxes fillstyle solid 0.8 noborder linecolor rgb '{}'",
                  name, value(0.9 * width), class_colour(bars.colour)));
  if (!bars.low.empty()) {
    // Not with yerrorbars, which put a white disc in the middle.
    elements_.push_back(
        name +
        " using 1:3:(0):($4-$3) with vectors heads size graph 0.02,90 linewidth 1.2 "
        "linecolor rgb '#333333'");
  }
}

void PanelWriter::band(const Curve& curve) {
  check_columns(curve.x.size(), {&curve.y, &curve.low, &curve.high});
  if (curve.low.empty() || curve.high.empty()) return;
  std::string rows;
  for (size_t i = 0; i < curve.x.size(); ++i) {
    rows += fmt::format("{} {} {}\n", value(curve.x[i]), value(curve.low[i]), value(curve.high[i]));
  }
  elements_.push_back(fmt::format(
      "{} using 1:2:3 with filledcurves fillstyle transparent solid 0.18 noborder fillcolor rgb "
      "'{}'",
      block(rows), class_colour(curve.colour)));
}

void PanelWriter::line(const Curve& curve) {
  notice(curve.y);
  std::string rows;
  for (size_t i = 0; i < curve.x.size(); ++i) {
    rows += fmt::format("{} {}\n", value(curve.x[i]), value(curve.y[i]));
  }
  const char* style = curve.style == Curve::Style::kLinePoints
                          ? "linespoints pointtype 7 pointsize 0.5"
                      : curve.style == Curve::Style::kSteps ? "steps"
                                                            : "lines";
  elements_.push_back(
      fmt::format("{} using 1:2 with {} linewidth {} dashtype {} linecolor rgb '{}'", block(rows),
                  style, value(curve.width), curve.style == Curve::Style::kDashed ? 2 : 1,
                  class_colour(curve.colour)));
}

void PanelWriter::marks(const Marks& marks) {
  check_columns(marks.x.size(), {&marks.y});
  if (marks.x.empty()) return;
  notice(marks.y);
  std::string rows;
  for (size_t i = 0; i < marks.x.size(); ++i) {
    rows += fmt::format("{} {}\n", value(marks.x[i]), value(marks.y[i]));
  }
  const auto name = block(rows);
  // A white rim keeps points apart from each other and from the region behind them.
  if (marks.shape == Marks::Shape::kDisc) {
    elements_.push_back(
        fmt::format("{} using 1:2 with points pointtype 7 pointsize {} linecolor rgb '#ffffff'",
                    name, value(0.75 * marks.size)));
  }
  elements_.push_back(
      fmt::format("{} using 1:2 with points pointtype {} pointsize {} linecolor rgb '{}'", name,
                  point_type(marks.shape), value(0.55 * marks.size), class_colour(marks.colour)));
}

}  // namespace gradus::report
