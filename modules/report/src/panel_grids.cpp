#include "panel_writer.h"
#include "region_colours.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

double step_of(Span span, int64_t count) {
  return (span.max - span.min) / static_cast<double>(count - 1);
}

}  // namespace

std::string PanelWriter::grid_rows(const Grid& grid,
                                   const std::function<std::string(size_t)>& cell) {
  if (grid.columns < 2 || grid.rows < 2 ||
      static_cast<int64_t>(grid.values.size()) != grid.columns * grid.rows) {
    throw std::invalid_argument("plot: a grid needs columns × rows values, 2 × 2 at least");
  }
  notice(grid.values);
  std::string rows;
  for (int64_t r = 0; r < grid.rows; ++r) {
    for (int64_t c = 0; c < grid.columns; ++c) {
      rows +=
          fmt::format("{} {} {}\n", value(grid.x.min + double(c) * step_of(grid.x, grid.columns)),
                      value(grid.y.min + double(r) * step_of(grid.y, grid.rows)),
                      cell(static_cast<size_t>(r * grid.columns + c)));
    }
    rows += '\n';
  }
  return rows;
}

void PanelWriter::region(const Region& region) {
  const auto name = block(grid_rows(region.scores.front(), [&](size_t i) {
    const Rgb colour = tint(region_cell(region, i));
    return fmt::format("{} {} {}", colour.red, colour.green, colour.blue);
  }));
  elements_.push_back(name + " using 1:2:3:4:5 with rgbimage");
  for (const auto& grid : boundary_grids(region)) {
    contour(grid, "levels discrete 0", "linewidth 1.4 linecolor rgb '#333333'");
  }
}

void PanelWriter::heat(const HeatMap& heat) {
  commands_ += heat.palette == HeatMap::Palette::kSequential  ? sequential_palette()
               : heat.palette == HeatMap::Palette::kDiverging ? diverging_palette()
                                                              : viridis_palette();
  if (heat.palette == HeatMap::Palette::kDiverging) {
    double bound = 0;
    for (const double v : heat.values.values) bound = std::max(bound, std::abs(v));
    commands_ += fmt::format("set cbrange [{}:{}]\n", value(-bound), value(bound));
  } else {
    commands_ += "set cbrange [*:*]\n";
  }
  if (heat.label.empty()) {
    commands_ += "unset colorbox\n";
  } else {
    commands_ += fmt::format(
        "set cblabel {}\nset colorbox user origin screen {:.6f},{:.6f} size screen "
        "{:.6f},{:.6f}\n",
        text(heat.label), screen_x(place_.colour_bar_x), screen_y(place_.bottom),
        10 / figure_.width, (place_.bottom - place_.top) / figure_.height);
  }
  const auto& grid = heat.values;
  const auto name = block(grid_rows(grid, [&](size_t i) { return value(grid.values[i]); }));
  elements_.push_back(name + " using 1:2:3 with image");
  if (heat.contours > 0) {
    contour(grid, fmt::format("levels auto {}", heat.contours),
            "linewidth 0.7 linecolor rgb '#66ffffff'");
  }
  if (heat.numbers) numbers(grid);
}

void PanelWriter::numbers(const Grid& grid) {
  const auto [low, high] = std::ranges::minmax(grid.values);
  for (size_t i = 0; i < grid.values.size(); ++i) {
    const auto column = static_cast<int64_t>(i) % grid.columns;
    const auto row = static_cast<int64_t>(i) / grid.columns;
    const double share = high > low ? (grid.values[i] - low) / (high - low) : 0;
    commands_ += fmt::format(
        "set label '{:.3g}' at {},{} center front font ',9' textcolor rgb '{}'\n", grid.values[i],
        value(grid.x.min + double(column) * step_of(grid.x, grid.columns)),
        value(grid.y.min + double(row) * step_of(grid.y, grid.rows)),
        share > 0.55 ? "#ffffff" : "#222222");
  }
}

void PanelWriter::contour(const Grid& grid, const std::string& levels, const std::string& look) {
  const auto values = block(grid_rows(grid, [&](size_t i) { return value(grid.values[i]); }));
  const auto lines = fmt::format("${}b{}", prefix_, blocks_++);
  data_ += fmt::format(
      "set contour base\nset cntrparam {}\nunset surface\nset table {}\nsplot {} using 1:2:3\n"
      "unset table\nset surface\nunset contour\n",
      levels, lines, values);
  elements_.push_back(fmt::format("{} using 1:2 with lines {}", lines, look));
}

}  // namespace gradus::report
