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
  double min,  ///< left or lower end
      max;     ///< right or upper end
};

/// Values on a regular grid that spans `x` and `y`, ends included: `values[row * columns +
/// column]`, rows from y.min up. At least 2 columns and 2 rows.
struct Grid {
  Span x,                      ///< of the columns
      y;                       ///< of the rows
  int64_t columns,             ///< values a row
      rows;                    ///< values a column
  std::vector<double> values;  ///< columns × rows
};

/// A line, with a band around it where it is given one.
struct Curve {
  /// How the points are joined.
  enum class Style {
    kLine,        ///< straight, solid
    kDashed,      ///< straight, dashed
    kLinePoints,  ///< straight, with a disc on each point
    kSteps,       ///< flat, then up or down at the next x
  };
  Text name = {};                ///< empty: not in the legend
  std::vector<double> x = {},    ///< one a point
      y = {};                    ///< one a point; NaN leaves a gap
  std::vector<double> low = {},  ///< the band's lower edge, as over seeds; empty: no band
      high = {};                 ///< its upper edge; empty: no band
  int64_t colour = 0;            ///< of `class_colour`
  Style style = Style::kLine;    ///< of the line
  double width = 2;              ///< pixels
};

/// Points of one class.
struct Marks {
  /// What a point is drawn as.
  enum class Shape {
    kDisc,    ///< filled, with a white rim
    kCircle,  ///< not filled
    kCross,   ///< an x
    kSquare,  ///< filled
  };
  Text name = {};              ///< empty: not in the legend
  std::vector<double> x = {},  ///< one a point
      y = {};                  ///< one a point
  int64_t colour = 0;          ///< of `class_colour`
  Shape shape = Shape::kDisc;  ///< of all points
  double size = 1;             ///< times the usual size
};

/// Where which class is predicted: one grid of scores a class, the largest wins; a single grid is
/// class 1 where it is above 0. Filled in the classes' colours, paler where the score is near the
/// boundary, which is drawn as a line.
struct Region {
  std::vector<Grid> scores;  ///< of the same grid points; at least one
};

/// Values as colours.
struct HeatMap {
  /// Colours from the smallest value to the largest.
  enum class Palette {
    kSequential,  ///< white to dark blue
    kDiverging,   ///< blue to red, white at 0
    kViridis,     ///< dark blue to yellow
  };
  Grid values;                          ///< a cell a grid point
  Text label = {};                      ///< beside the colour bar; empty: no bar
  Palette palette = Palette::kViridis;  ///< of cells and bar
  int contours = 0;                     ///< number of contour lines
  bool numbers = false;                 ///< each cell's value written into it
};

/// One bar for each of the panel's categories, with an interval.
struct Bars {
  Text name = {};                   ///< empty: not in the legend
  std::vector<double> values = {};  ///< one a category
  std::vector<double> low = {},     ///< the interval's lower end; may be empty
      high = {};                    ///< its upper end; may be empty
  int64_t colour = 0;               ///< of `class_colour`
};

/// A text in the drawing, centred on a point of the axes.
struct Note {
  double x,   ///< of its centre
      y;      ///< of its centre
  Text text;  ///< one line
};

/// One pair of axes. From back to front: region, heat map, bars, curves, marks, notes.
struct Panel {
  Text title = {},   ///< above it
      x_label = {},  ///< below the axis
      y_label = {};  ///< beside the axis
  /// Where not given: the categories', the region's or heat map's, else chosen by gnuplot.
  std::optional<Span> x = {}, y = {};   ///< chosen in the same way
  bool log_x = false,                   ///< logarithmic; values must be above 0
      log_y = false;                    ///< the same
  std::optional<Region> region = {};    ///< of a classifier
  std::optional<HeatMap> heat = {};     ///< of a function of x and y
  std::vector<Curve> curves = {};       ///< the last in front
  std::vector<Marks> marks = {};        ///< the last in front
  std::vector<Text> categories = {};    ///< names along x, at 0, 1, …; for bars and matrices
  std::vector<Text> y_categories = {};  ///< the same along y
  std::vector<Bars> bars = {};          ///< side by side in each category
  std::vector<Note> notes = {};         ///< texts
};

/// Panels in rows, all of one size; each has its legend below it, so that it hides nothing.
struct Panels {
  std::vector<Panel> panels = {};  ///< row by row; at least one
  int columns = 0;                 ///< 0: all in one row
  int plot_width = 300,            ///< pixels between the axes
      plot_height = 220;           ///< the same
};

/// The panels as one figure. Throws `std::invalid_argument` for no panels, and for columns of
/// numbers of different lengths.
Figure plot(const Panels& panels, Language language);

}  // namespace gradus::report
