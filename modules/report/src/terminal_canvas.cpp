#include "terminal_canvas.h"

#include "region_colours.h"

#include <fmt/format.h>

namespace gradus::report {
namespace {

std::string sequence(int layer, const std::string& colour) {
  const Rgb rgb = parse_colour(colour);
  return fmt::format("\x1b[{};2;{};{};{}m", layer, rgb.red, rgb.green, rgb.blue);
}

}  // namespace

TerminalCanvas::TerminalCanvas(int columns, int rows, bool colour)
    : columns_(columns),
      rows_(rows),
      colour_(colour),
      cells_(static_cast<size_t>(columns) * static_cast<size_t>(rows)) {
}

const TerminalCanvas::Cell& TerminalCanvas::at(int column, int row) const {
  return cells_[static_cast<size_t>(row) * static_cast<size_t>(columns_) +
                static_cast<size_t>(column)];
}

void TerminalCanvas::put(int column, int row, const std::string& glyph,
                         const std::string& foreground, const std::string& background) {
  if (column < 0 || column >= columns_ || row < 0 || row >= rows_) return;
  auto& cell = const_cast<Cell&>(at(column, row));
  cell.glyph = glyph;
  cell.foreground = foreground;
  if (!background.empty()) cell.background = background;
}

std::string TerminalCanvas::row_text(int row) const {
  std::string text, now;
  for (int column = 0; column < columns_; ++column) {
    const Cell& cell = at(column, row);
    if (colour_) {
      std::string wanted;
      if (!cell.foreground.empty()) wanted += sequence(38, cell.foreground);
      if (!cell.background.empty()) wanted += sequence(48, cell.background);
      if (wanted != now) text += "\x1b[0m" + wanted;
      now = wanted;
    }
    text += cell.glyph;
  }
  return now.empty() ? text : text + "\x1b[0m";
}

}  // namespace gradus::report
