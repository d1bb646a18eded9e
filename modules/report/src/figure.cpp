#include "gradus/report/figure.h"

#include "gnuplot.h"
#include "gradus/core/error.h"
#include "gradus/report/text_width.h"

#include <cctype>
#include <fstream>
#include <iterator>
#include <system_error>

namespace gradus::report {
namespace fs = std::filesystem;
namespace {

std::string script_of(const Figure& figure, const std::string& name) {
  // `noenhanced`: no character of a label is markup.
  const std::string png = fmt::format(
      "set terminal pngcairo noenhanced size {},{} fontscale 2 linewidth 2 pointscale 2 "
      "background '#ffffff' font 'sans,10'\n",
      2 * figure.width, 2 * figure.height);
  const std::string svg = fmt::format(
      // SVG's fonts are counted in pixels, 4 for 3 points.
      "set terminal svg noenhanced size {},{} fontscale 1.3333 background '#ffffff' font "
      "'sans-serif,10'\n",
      figure.width, figure.height);
  const auto one = [&](const std::string& terminal, const char* extension) {
    return "reset\n" + terminal + "set output " + text_literal(name + extension) + "\n" +
           figure_style() + figure.commands + "\nset output\n";
  };
  return "set encoding utf8\n" + figure.data + "\n" + one(png, ".png") + one(svg, ".svg");
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw RunError("cannot write '{}': is the disk full?", path.string());
}

// gnuplot does not notice a full disk: a file without its end was not written whole.
std::string read_complete(const fs::path& file, std::string_view end) {
  std::string bytes = read_text(file);
  const size_t last = bytes.find_last_not_of('\n');
  if (last == std::string::npos || !std::string_view(bytes).substr(0, last + 1).ends_with(end)) {
    throw RunError("the figure '{}' was not written whole: is the disk full?", file.string());
  }
  return bytes;
}

// Viewers blur a small picture that is shown large, unless told that its pixels are meant.
std::string with_sharp_pixels(std::string svg) {
  constexpr std::string_view kTag = "<image ", kStyle = "style='image-rendering:pixelated' ";
  for (size_t at = svg.find(kTag); at != std::string::npos; at = svg.find(kTag, at)) {
    at += kTag.size();
    svg.insert(at, kStyle);
  }
  return svg;
}

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) throw RunError("cannot write the figure '{}': {}", to.string(), error.message());
}

bool is_one_of(std::string_view characters, char c) {
  return characters.find(c) != std::string_view::npos;
}

fs::path with_extension(const fs::path& stem, const char* extension) {
  return stem.string() + extension;
}

}  // namespace

FigureFiles draw(const Figure& figure, const fs::path& stem, KeepScript keep) {
  const ScratchFolder scratch(stem.parent_path().empty() ? "." : stem.parent_path());
  const std::string name = stem.filename().string();
  const fs::path script = scratch.path() / "figure.gp";
  write_text(script, script_of(figure, name));
  run_gnuplot(scratch.path(), script.filename());
  read_complete(scratch.path() / (name + ".png"), "IEND\xAE\x42\x60\x82");
  const fs::path svg = scratch.path() / (name + ".svg");
  const std::string drawing = with_sharp_pixels(read_complete(svg, "</svg>"));
  write_text(svg, drawing);

  const FigureFiles files = {with_extension(stem, ".png"), with_extension(stem, ".svg")};
  move_file(scratch.path() / (name + ".png"), files.png);
  move_file(svg, files.svg);
  if (keep == KeepScript::kYes) move_file(script, with_extension(stem, ".gp"));
  return files;
}

std::string text_literal(std::string_view text) {
  // Octal escapes for all that could mean anything: gnuplot runs backquoted commands inside double
  // quotes, and takes the quote of "''x'" for the end of an empty text inside single ones.
  std::string literal = "\"";
  for (const char c : printable(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool harmless = byte >= 0x80 || std::isalnum(byte) != 0 || is_one_of(" .,-+/()=", c);
    literal += harmless ? std::string(1, c) : fmt::format("\\{:03o}", byte);
  }
  return literal + '"';
}

std::string tic_literal(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '%' ? "%%" : std::string(1, c);
  return text_literal(escaped);
}

std::string class_colour(int64_t k) {
  constexpr const char* kColours[] = {"#0072B2", "#D55E00", "#009E73", "#E69F00",
                                      "#56B4E9", "#CC79A7", "#F0E442", "#000000"};
  if (k < 0) return k == -1 ? "#777777" : "#bbbbbb";  // no class: greys for averages and guides
  return kColours[static_cast<size_t>(k) % std::size(kColours)];
}

std::string figure_style() {
  return "set border 3 linecolor rgb '#888888' linewidth 0.8\n"
         "set tics nomirror out scale 0.5 textcolor rgb '#333333'\nset format '%h'\n"
         "set grid linetype 1 linecolor rgb '#e2e2e2' linewidth 0.6\n"
         "set key noautotitle textcolor rgb '#333333' noopaque\n"
         "set title font ',11' textcolor rgb '#222222'\n"
         "set xlabel textcolor rgb '#222222'\nset ylabel textcolor rgb '#222222'\n";
}

// ColorBrewer's YlGnBu (Brewer, 2003), from white: on paper the small values should be the quiet
// ones, and it darkens evenly, also in print and for any colour vision.
std::string sequential_palette() {
  return "set palette defined (0 '#ffffff', 1 '#edf8b1', 2 '#c7e9b4', 3 '#7fcdbb', 4 '#41b6c4', "
         "5 '#1d91c0', 6 '#225ea8', 7 '#253494', 8 '#081d58')\n";
}

// ColorBrewer's RdBu, reversed.
std::string diverging_palette() {
  return "set palette defined (0 '#2166ac', 1 '#4393c3', 2 '#92c5de', 3 '#d1e5f0', 4 '#f7f7f7', "
         "5 '#fddbc7', 6 '#f4a582', 7 '#d6604d', 8 '#b2182b')\n";
}

// Every 32nd colour of viridis (van der Walt and Smith, 2015).
std::string viridis_palette() {
  return "set palette defined (0 '#440154', 1 '#472d7b', 2 '#3b528b', 3 '#2c728e', 4 '#21918c', "
         "5 '#28ae80', 6 '#5ec962', 7 '#addc30', 8 '#fde725')\n";
}

double text_pixels(std::string_view text, double size) {
  constexpr double kPixelsPerPoint = 96.0 / 72;
  // Widths in ems of DejaVu Sans, the widest of the fonts in common use.
  constexpr std::string_view kNarrow = " ijltfrI.,:;'|!/-()[]{}", kWide = "mwMW@%";
  constexpr double kNarrowEm = 0.38, kUsualEm = 0.66, kWideEm = 0.96;
  double ems = 0;
  size_t ascii = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) continue;
    ++ascii;
    ems += is_one_of(kNarrow, c) ? kNarrowEm : is_one_of(kWide, c) ? kWideEm : kUsualEm;
  }
  const auto others = static_cast<double>(display_width(text) - ascii);
  return kPixelsPerPoint * size * (ems + kUsualEm * others);
}

}  // namespace gradus::report
