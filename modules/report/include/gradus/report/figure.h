/// Figures drawn by gnuplot, as PNG and SVG from one script.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::report {

/// The files of one figure.
struct FigureFiles {
  std::filesystem::path png,  ///< twice the figure's pixels
      svg;                    ///< in the figure's pixels
};

/// A drawing in gnuplot's language. `data` (named data blocks, variables) is run once, `commands`
/// once for each format. Whatever text comes from a user goes through `text_literal`.
struct Figure {
  int width = 640,        ///< pixels; the PNG has twice as many
      height = 400;       ///< the same
  std::string data = {},  ///< run once; may be empty
      commands = {};      ///< run for each format; they draw
};

/// Whether `draw` leaves its gnuplot script beside the figure.
enum class KeepScript {
  kNo,   ///< PNG and SVG alone
  kYes,  ///< also `STEM.gp`
};

/// Whether a `gnuplot` is in the PATH.
bool gnuplot_available();

/// Whether fontconfig, by which gnuplot finds its fonts, knows one with Chinese characters; true
/// where it cannot be asked.
bool chinese_font_available();

/// Writes `STEM.png` and `STEM.svg` (and, if asked, `STEM.gp`, which draws them again), making the
/// folder where missing. Both appear complete or not at all. Throws `RunError` with gnuplot's own
/// message when it fails or is not installed.
FigureFiles draw(const Figure& figure, const std::filesystem::path& stem,
                 KeepScript keep = KeepScript::kNo);

/// A gnuplot string literal of any text: nothing in it is expanded, run or taken for markup.
std::string text_literal(std::string_view text);
/// The same for `set xtics (LABEL POSITION)`, where gnuplot expands `%`.
std::string tic_literal(std::string_view text);

/// The colour of class `k`, the same in every figure: Okabe and Ito's palette, which people with
/// any colour vision can tell apart, repeated after 8.
std::string class_colour(int64_t k);

/// Commands that every figure starts with: thin grey axes, light grid, our fonts.
std::string figure_style();
/// A `set palette` command: white (low) to dark blue.
std::string sequential_palette();
std::string diverging_palette();  ///< The same: blue to white to red.
std::string viridis_palette();    ///< The same: matplotlib's viridis, dark blue to yellow.

/// Estimated width in pixels of a text in a figure's font of `size` points; rather too much.
double text_pixels(std::string_view text, double size);

}  // namespace gradus::report
