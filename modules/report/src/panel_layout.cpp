#include "panel_layout.h"

#include "gradus/report/text_width.h"

#include <algorithm>

namespace gradus::report {
namespace {

constexpr double kTitle = 26, kTics = 22, kAxisLabel = 20, kLegendRow = 18, kPadding = 10;
constexpr double kTicFont = 10, kYTics = 52, kLogYTics = 62, kRight = 26, kColourBar = 112;
constexpr double kSwatchGap = 6, kEntryGap = 16;
constexpr double kRotatedShare = 0.6;  // of a category's length, at 35 degrees

std::vector<LegendEntry> entries_of(const Panel& panel, Language language) {
  std::vector<LegendEntry> entries;
  const auto add = [&](LegendEntry::Kind kind, const Text& name, int64_t colour,
                       Marks::Shape shape = Marks::Shape::kDisc) {
    if (!name.empty()) entries.push_back({kind, colour, shape, printable(name.in(language))});
  };
  for (const auto& bars : panel.bars) add(LegendEntry::Kind::kBox, bars.name, bars.colour);
  for (const auto& curve : panel.curves) {
    const bool dashed = curve.style == Curve::Style::kDashed;
    add(dashed ? LegendEntry::Kind::kDashed : LegendEntry::Kind::kLine, curve.name, curve.colour);
  }
  for (const auto& marks : panel.marks) {
    add(LegendEntry::Kind::kMark, marks.name, marks.colour, marks.shape);
  }
  return entries;
}

double widest(const std::vector<Text>& texts, Language language) {
  double width = 0;
  for (const auto& text : texts) width = std::max(width, text_pixels(text.in(language), kTicFont));
  return width;
}

struct Margins {
  double left, right, title;
  double below;  // the most that tics and labels of a panel take, without the legend
};

/// Height of a panel's tics and axis label. Categories too long to stand side by side are rotated.
struct Below {
  double height;
  bool rotated;
};

Below below_of(const Panel& panel, const Panels& panels, Language language) {
  const double room = panels.plot_width / std::max(1.0, double(panel.categories.size()));
  const double width = widest(panel.categories, language);
  const bool rotated = width > room;
  return {kTics + (rotated ? kRotatedShare * width : 0) + (panel.x_label.empty() ? 0 : kAxisLabel),
          rotated};
}

Margins margins_of(const Panels& panels, Language language) {
  Margins margins{kPadding, kRight, 0, 0};
  bool y_labels = false, bars = false;
  for (const auto& panel : panels.panels) {
    if (!panel.title.empty()) margins.title = kTitle;
    y_labels = y_labels || !panel.y_label.empty();
    bars = bars || (panel.heat && !panel.heat->label.empty());
    margins.left = std::max({margins.left, panel.log_y ? kLogYTics : kYTics,
                             widest(panel.y_categories, language) + kPadding + 4});
    margins.below = std::max(margins.below, below_of(panel, panels, language).height);
  }
  if (y_labels) margins.left += kAxisLabel;
  if (bars) margins.right = kColourBar;
  return margins;
}

/// Sets the entries in rows below each other, centred in `width`; returns the rows' height.
double arrange(std::vector<LegendEntry>& entries, double width) {
  double x = 0, y = kLegendRow / 2;
  size_t row_start = 0;
  const auto centre = [&](size_t end) {
    const double shift = std::max(0.0, (width - (x - kEntryGap)) / 2);
    for (size_t i = row_start; i < end; ++i) entries[i].x += shift;
    row_start = end;
  };
  for (size_t i = 0; i < entries.size(); ++i) {
    const double size =
        kSwatch + kSwatchGap + text_pixels(entries[i].text, kLegendFont) + kEntryGap;
    if (x > 0 && x + size - kEntryGap > width) {
      centre(i);
      x = 0;
      y += kLegendRow;
    }
    entries[i].x = x;
    entries[i].y = y;
    x += size;
  }
  if (entries.empty()) return 0;
  centre(entries.size());
  return y + kLegendRow / 2;
}

}  // namespace

FigureLayout layout_of(const Panels& panels, Language language) {
  const auto count = static_cast<int64_t>(panels.panels.size());
  const int64_t columns = panels.columns > 0 ? std::min<int64_t>(panels.columns, count) : count;
  const int64_t rows = (count + columns - 1) / columns;
  const Margins margins = margins_of(panels, language);
  const double width = margins.left + panels.plot_width + margins.right;
  std::vector<std::vector<LegendEntry>> legends;
  double legend_height = 0;
  for (const auto& panel : panels.panels) {
    legends.push_back(entries_of(panel, language));
    legend_height = std::max(legend_height, arrange(legends.back(), width - 2 * kPadding));
  }
  const double bottom = margins.below + (legend_height > 0 ? legend_height + 8 : 0) + kPadding;
  const double height = std::max(margins.title, kPadding) + panels.plot_height + bottom;

  FigureLayout layout{width * double(columns), height * double(rows), {}};
  for (int64_t i = 0; i < count; ++i) {
    const double x = width * double(i % columns), y = height * double(i / columns);
    PanelLayout place{};
    place.left = x + margins.left;
    place.right = place.left + panels.plot_width;
    place.top = y + std::max(margins.title, kPadding);
    place.bottom = place.top + panels.plot_height;
    place.title_y = place.top - kTitle / 2 + 1;
    place.colour_bar_x = place.right + 10;
    const Below below = below_of(panels.panels[size_t(i)], panels, language);
    place.rotate_categories = below.rotated;
    place.legend = std::move(legends[size_t(i)]);
    for (auto& entry : place.legend) {
      entry.x += x + kPadding;
      entry.y += place.bottom + below.height + 8;
    }
    layout.panels.push_back(std::move(place));
  }
  return layout;
}

}  // namespace gradus::report
