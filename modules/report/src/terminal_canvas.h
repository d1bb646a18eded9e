/// A rectangle of coloured characters.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace gradus::report {

class TerminalCanvas {
 public:
  /// `colour` says whether ANSI sequences may be written.
  TerminalCanvas(int columns, int rows, bool colour);

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  /// `glyph` is one character of one column; colours are `#RRGGBB`, empty for the terminal's own.
  void put(int column, int row, const std::string& glyph, const std::string& foreground,
           const std::string& background = {});
  const std::string& glyph(int column, int row) const { return at(column, row).glyph; }

  /// One row without its line's end; colours are reset at its end.
  std::string row_text(int row) const;

 private:
  struct Cell {
    std::string glyph = " ", foreground = {}, background = {};
  };
  const Cell& at(int column, int row) const;

  int columns_, rows_;
  bool colour_;
  std::vector<Cell> cells_;
};

}  // namespace gradus::report
