/// Where each part of a figure of panels lies, in pixels from the upper left.
#pragma once
#include "gradus/report/panel.h"

#include <string>
#include <vector>

namespace gradus::report {

/// One entry of a legend.
struct LegendEntry {
  enum class Kind { kLine, kDashed, kMark, kBox };
  Kind kind;
  int64_t colour;
  Marks::Shape shape;
  std::string text;
  double x = 0, y = 0;  ///< the swatch's left end and middle
};

struct PanelLayout {
  double left, top, right, bottom;  ///< of the axes
  double title_y;
  double colour_bar_x;
  bool rotate_categories;
  std::vector<LegendEntry> legend;
};

struct FigureLayout {
  double width, height;
  std::vector<PanelLayout> panels;
};

constexpr double kLegendFont = 9;  // points
constexpr double kSwatch = 34;     // pixels

FigureLayout layout_of(const Panels& panels, Language language);

}  // namespace gradus::report
