/// Axes and what is drawn on them: curves with bands, points on decision regions, heat maps, bars.
/// Plain numbers and texts in two languages, so that one description serves figures and terminals.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace gradus::report {

/// An axis' ends.
struct Span {
  double min, max;
};

/// Values on a regular grid that spans `x` and `y`, ends included: `values[row * columns +
/// column]`, rows from y.min up. At least 2 columns and 2 rows.
struct Grid {
  Span x, y;
  int64_t columns, rows;
  std::vector<double> values;
};

struct Curve {
  enum class Style { kLine, kDashed, kLinePoints, kSteps };
  Text name = {};                           ///< empty: not in the legend
  std::vector<double> x = {}, y = {};       ///< NaN leaves a gap
  std::vector<double> low = {}, high = {};  ///< a band, as over seeds; may be empty
  int64_t colour = 0;                       ///< of `class_colour`
  Style style = Style::kLine;
  double width = 2;  ///< pixels
};

/// Points of one class.
struct Marks {
  enum class Shape { kDisc, kCircle, kCross, kSquare };
  Text name = {};
  std::vector<double> x = {}, y = {};
  int64_t colour = 0;
  Shape shape = Shape::kDisc;
  double size = 1;
};

/// Where which class is predicted: one grid of scores a class, the largest wins; a single grid is
/// class 1 where it is above 0. Filled in the classes' colours, paler where the score is near the
/// boundary, which is drawn as a line.
struct Region {
  std::vector<Grid> scores;
};

struct HeatMap {
  enum class Palette { kSequential, kDiverging, kViridis };
  Grid values;
  Text label = {};  ///< beside the colour bar
  Palette palette = Palette::kViridis;
  int contours = 0;      ///< number of contour lines
  bool numbers = false;  ///< each cell's value written into it
};

/// One bar for each of the panel's categories, with an interval.
struct Bars {
  Text name = {};
  std::vector<double> values = {};
  std::vector<double> low = {}, high = {};  ///< may be empty
  int64_t colour = 0;
};

/// A text in the drawing, centred on a point of the axes.
struct Note {
  double x, y;
  Text text;
};

struct Panel {
  Text title = {}, x_label = {}, y_label = {};
  /// Where not given: the categories', the region's or heat map's, else chosen by gnuplot.
  std::optional<Span> x = {}, y = {};
  bool log_x = false, log_y = false;
  std::optional<Region> region = {};
  std::optional<HeatMap> heat = {};
  std::vector<Curve> curves = {};
  std::vector<Marks> marks = {};
  std::vector<Text> categories = {};    ///< names along x, at 0, 1, …; for bars and matrices
  std::vector<Text> y_categories = {};  ///< the same along y
  std::vector<Bars> bars = {};
  std::vector<Note> notes = {};
};

/// Panels in rows, all of one size; each has its legend below it, so that it hides nothing.
struct Panels {
  std::vector<Panel> panels = {};
  int columns = 0;                          ///< 0: all in one row
  int plot_width = 300, plot_height = 220;  ///< pixels between the axes
};

/// Throws `std::invalid_argument` for no panels, and for columns of numbers of different lengths.
Figure plot(const Panels& panels, Language language);

}  // namespace gradus::report
