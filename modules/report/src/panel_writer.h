/// One panel in gnuplot's language.
#pragma once
#include "gradus/report/panel.h"
#include "panel_layout.h"

#include <functional>
#include <string>
#include <vector>

namespace gradus::report {

/// For a script: 7 digits, `NaN` for what is not finite.
std::string value(double number);
int point_type(Marks::Shape shape);

/// Writes data blocks (`data`, run once), then the lines before the `plot` command and the command
/// itself with its elements from back to front (`commands`, run for each format).
class PanelWriter {
 public:
  /// `prefix` keeps the names of this panel's data blocks apart from others'.
  PanelWriter(std::string prefix, const Panel& panel, const PanelLayout& place,
              const FigureLayout& figure, Language language)
      : prefix_(std::move(prefix)),
        panel_(panel),
        place_(place),
        figure_(figure),
        language_(language) {}

  void write();
  const std::string& data() const { return data_; }
  const std::string& commands() const { return commands_; }

 private:
  std::string text(const Text& both) const { return text_literal(both.in(language_)); }
  double screen_x(double x) const { return x / figure_.width; }
  double screen_y(double y) const { return 1 - y / figure_.height; }
  /// Without a single point to scale the axes by, gnuplot would refuse to plot.
  void notice(const std::vector<double>& values);
  /// A new data block; returns its name.
  std::string block(const std::string& rows);

  // panel_axes.cpp
  void axes();
  void axis(const char* name, const std::optional<Span>& span, bool log,
            const std::vector<Text>& categories);
  /// gnuplot's own choice of tics overlaps in small panels; empty where it may choose.
  std::string tics(const char* name, const std::optional<Span>& span) const;
  void legend();

  // panel_grids.cpp
  std::string grid_rows(const Grid& grid, const std::function<std::string(size_t)>& cell);
  void region(const Region& region);
  void heat(const HeatMap& heat);
  void numbers(const Grid& grid);
  void contour(const Grid& grid, const std::string& levels, const std::string& look);

  // panel_layers.cpp
  void bars(const Bars& bars);
  void band(const Curve& curve);
  void line(const Curve& curve);
  void marks(const Marks& marks);

  std::string prefix_;
  const Panel& panel_;
  const PanelLayout& place_;
  const FigureLayout& figure_;
  Language language_;
  std::string data_, commands_;
  std::vector<std::string> elements_;
  int blocks_ = 0;
  bool finite_ = false;
};

}  // namespace gradus::report
