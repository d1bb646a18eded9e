#include "gradus/report/terminal_view.h"

#include "gradus/report/text_width.h"
#include "region_colours.h"
#include "terminal_canvas.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus::report {
namespace {

constexpr int kMaxColumns = 72, kRows = 16, kRegionColumns = 40;
constexpr const char* kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr const char* kSigns = "*o+x#%@&";

struct Axes {
  Span x, y;
  bool log_x, log_y;

  static double share(double value, Span span, bool log) {
    if (log) return std::log(value / span.min) / std::log(span.max / span.min);
    return (value - span.min) / (span.max - span.min);
  }
  double across(double x_value) const { return share(x_value, x, log_x); }
  double up(double y_value) const { return share(y_value, y, log_y); }
};

Span span_of(const std::vector<const std::vector<double>*>& columns, bool log) {
  Span span{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const auto* column : columns) {
    for (const double value : *column) {
      if (!std::isfinite(value) || (log && value <= 0)) continue;
      span.min = std::min(span.min, value);
      span.max = std::max(span.max, value);
    }
  }
  if (!(span.min < span.max)) span = {span.min - 0.5, span.min + 0.5};
  return std::isfinite(span.min) ? span : Span{0, 1};
}

/// The grid's value nearest to a place given in shares of its width and height.
size_t grid_index(const Grid& grid, double across, double up) {
  const auto column = std::lround(across * double(grid.columns - 1));
  const auto row = std::lround(up * double(grid.rows - 1));
  return static_cast<size_t>(row * grid.columns + column);
}

/// Without colours, only signs tell several curves apart.
bool uses_blocks(const Panel& panel, const Terminal& terminal) {
  return terminal.unicode && (terminal.colour || panel.curves.size() == 1);
}

std::string hex(const Rgb& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

void paint_region(TerminalCanvas& canvas, const Region& region, const Terminal& terminal) {
  const Grid& grid = region.scores.front();
  for (int row = 0; row < canvas.rows(); ++row) {
    for (int column = 0; column < canvas.columns(); ++column) {
      const double across = (column + 0.5) / canvas.columns();
      const auto cell_at = [&](double part) {
        return region_cell(region, grid_index(grid, across, 1 - (row + part) / canvas.rows()));
      };
      if (terminal.colour && terminal.unicode) {
        canvas.put(column, row, "▀", hex(tint(cell_at(0.25))), hex(tint(cell_at(0.75))));
      } else {
        canvas.put(column, row, std::string(1, kLetters[cell_at(0.5).winner % 26]), {});
      }
    }
  }
}

void paint_marks(TerminalCanvas& canvas, const Panel& panel, const Axes& axes,
                 const Terminal& terminal) {
  for (const auto& marks : panel.marks) {
    for (size_t i = 0; i < marks.x.size(); ++i) {
      const double across = axes.across(marks.x[i]), up = axes.up(marks.y[i]);
      if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) continue;
      const auto letter =
          static_cast<char>(std::toupper(kLetters[static_cast<size_t>(marks.colour) % 26]));
      const bool dots = terminal.colour && terminal.unicode;
      canvas.put(std::min(canvas.columns() - 1, static_cast<int>(across * canvas.columns())),
                 std::min(canvas.rows() - 1, static_cast<int>((1 - up) * canvas.rows())),
                 dots ? "●" : std::string(1, letter), class_colour(marks.colour));
    }
  }
}

/// Two dots across and two down in each character.
class Dots {
 public:
  Dots(TerminalCanvas& canvas, bool blocks)
      : canvas_(canvas),
        blocks_(blocks),
        set_(static_cast<size_t>(canvas.columns() * canvas.rows()), 0) {}

  void dot(double across, double up, const Curve& curve) {
    const auto x = static_cast<int>(std::lround(across * (2 * canvas_.columns() - 1)));
    const auto y = static_cast<int>(std::lround((1 - up) * (2 * canvas_.rows() - 1)));
    if (x < 0 || y < 0 || x >= 2 * canvas_.columns() || y >= 2 * canvas_.rows()) return;
    constexpr const char* kQuadrants[] = {" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",
                                          "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"};
    auto& bits = set_[static_cast<size_t>(y / 2 * canvas_.columns() + x / 2)];
    bits |= 1 << (y % 2 * 2 + x % 2);
    const std::string sign(1, kSigns[static_cast<size_t>(curve.colour) % 8]);
    canvas_.put(x / 2, y / 2, blocks_ ? kQuadrants[bits] : sign, class_colour(curve.colour));
  }

 private:
  TerminalCanvas& canvas_;
  bool blocks_;
  std::vector<int> set_;
};

void paint_curve(Dots& dots, const Curve& curve, const Axes& axes) {
  constexpr int kSteps = 160;  // more than the dots across
  for (size_t i = 0; i + 1 < curve.x.size(); ++i) {
    if (!std::isfinite(curve.y[i]) || !std::isfinite(curve.y[i + 1])) continue;
    const double x0 = axes.across(curve.x[i]), x1 = axes.across(curve.x[i + 1]);
    const double y0 = axes.up(curve.y[i]), y1 = axes.up(curve.y[i + 1]);
    const int steps = std::max(1, static_cast<int>(kSteps * std::hypot(x1 - x0, y1 - y0)));
    for (int k = 0; k <= steps; ++k) {
      const double part = double(k) / steps;
      dots.dot(x0 + part * (x1 - x0), y0 + part * (y1 - y0), curve);
    }
  }
}

std::string framed(const TerminalCanvas& canvas, const Panel& panel, const Axes& axes,
                   const Terminal& terminal, Language language) {
  const bool unicode = terminal.unicode;
  const std::string top = fmt::format("{:.3g}", axes.y.max),
                    low = fmt::format("{:.3g}", axes.y.min);
  const size_t margin = std::max(top.size(), low.size()) + 1;
  std::string text;
  if (!panel.title.empty()) text += std::string(margin + 1, ' ') + panel.title.in(language) + '\n';
  for (int row = 0; row < canvas.rows(); ++row) {
    const std::string& tic = row == 0 ? top : row == canvas.rows() - 1 ? low : "";
    text +=
        fmt::format("{:>{}} {}{}\n", tic, margin - 1, unicode ? "│" : "|", canvas.row_text(row));
  }
  text += std::string(margin, ' ') + (unicode ? "└" : "+");
  for (int i = 0; i < canvas.columns(); ++i) text += unicode ? "─" : "-";
  const std::string left = fmt::format("{:.3g}", axes.x.min),
                    right = fmt::format("{:.3g}", axes.x.max);
  const std::string label = panel.x_label.in(language);
  const auto width = static_cast<size_t>(canvas.columns());
  const size_t used = left.size() + right.size() + display_width(label);
  const size_t gap = width > used ? (width - used) / 2 : 1;
  return text + '\n' + std::string(margin + 1, ' ') + left + std::string(gap, ' ') + label +
         std::string(width > used ? width - used - gap : 1, ' ') + right + '\n';
}

std::string legend(const Panel& panel, const Terminal& terminal, Language language) {
  std::string text;
  for (const auto& curve : panel.curves) {
    if (curve.name.empty()) continue;
    TerminalCanvas swatch(2, 1, terminal.colour);
    const std::string sign = uses_blocks(panel, terminal)
                                 ? "▀"
                                 : std::string(1, kSigns[static_cast<size_t>(curve.colour) % 8]);
    for (int i = 0; i < 2; ++i) swatch.put(i, 0, sign, class_colour(curve.colour));
    text += "  " + swatch.row_text(0) + ' ' + curve.name.in(language);
  }
  for (const auto& marks : panel.marks) {
    if (marks.name.empty()) continue;
    TerminalCanvas swatch(1, 1, terminal.colour);
    const auto letter =
        static_cast<char>(std::toupper(kLetters[static_cast<size_t>(marks.colour) % 26]));
    const bool dots = terminal.colour && terminal.unicode;
    swatch.put(0, 0, dots ? "●" : std::string(1, letter), class_colour(marks.colour));
    text += "  " + swatch.row_text(0) + ' ' + marks.name.in(language);
  }
  return text.empty() ? text : text + '\n';
}

}  // namespace

std::string terminal_view(const Panel& panel, const Terminal& terminal, Language language) {
  if (!panel.region && panel.curves.empty()) return {};
  const int room = std::max(12, std::min(kMaxColumns, terminal.width - 12));
  if (panel.region) {
    const Grid& grid = panel.region->scores.front();
    TerminalCanvas canvas(std::min(room, kRegionColumns), kRows, terminal.colour);
    const Axes axes{grid.x, grid.y, false, false};
    paint_region(canvas, *panel.region, terminal);
    paint_marks(canvas, panel, axes, terminal);
    return framed(canvas, panel, axes, terminal, language) + legend(panel, terminal, language);
  }
  std::vector<const std::vector<double>*> xs, ys;
  for (const auto& curve : panel.curves) xs.push_back(&curve.x), ys.push_back(&curve.y);
  const Axes axes{panel.x.value_or(span_of(xs, panel.log_x)),
                  panel.y.value_or(span_of(ys, panel.log_y)), panel.log_x, panel.log_y};
  TerminalCanvas canvas(room, kRows, terminal.colour);
  Dots dots(canvas, uses_blocks(panel, terminal));
  for (const auto& curve : panel.curves) paint_curve(dots, curve, axes);
  return framed(canvas, panel, axes, terminal, language) + legend(panel, terminal, language);
}

}  // namespace gradus::report
