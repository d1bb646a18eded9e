#include "base64.h"
#include "book_parts.h"
#include "gradus/core/error.h"
#include "html.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace gradus::report {
namespace {

namespace fs = std::filesystem;

// A larger drawing (many points, images) takes less room as a PNG.
constexpr size_t kLargestSvg = 200 * 1024;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file || bytes.empty()) throw RunError("cannot read the figure '{}'", path.string());
  return bytes;
}

struct Size {
  uint32_t width, height;
};

/// The figure's size on the page, by its PNG, which has twice as many pixels.
Size size_of(const std::string& png, const fs::path& path) {
  constexpr size_t kWidthAt = 16, kHeightAt = 20;  // the chunk IHDR comes first
  if (png.size() < kHeightAt + 4 || !png.starts_with("\x89PNG")) {
    throw RunError("the figure '{}' is no PNG", path.string());
  }
  const auto big_endian = [&](size_t at) {
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(png[i]);
    return value;
  };
  return {big_endian(kWidthAt) / 2, big_endian(kHeightAt) / 2};
}

std::string image(const FigureFiles& files, const std::string& caption) {
  // A phone shows a figure at three quarters of its size, to be read, in a box that scrolls.
  constexpr uint32_t kPhone = 300;
  const auto png = read_file(files.png), svg = read_file(files.svg);
  const auto [width, height] = size_of(png, files.png);
  const uint32_t smallest = width * 3 / 4;
  const bool drawn = svg.size() <= kLargestSvg;
  return fmt::format(
      "<div class=\"card\"{}><img alt=\"{}\" width=\"{}\" height=\"{}\""
      " style=\"min-width:min({}px,40rem)\" src=\"data:image/{};base64,{}\"></div>\n",
      smallest > kPhone ? fmt::format(" tabindex=\"0\" role=\"group\" aria-label=\"{}\"", caption)
                        : "",
      caption, width, height, smallest, drawn ? "svg+xml" : "png", base64(drawn ? svg : png));
}

}  // namespace

std::string figure_html(const ChapterFigure& figure, Language language) {
  const auto caption = html(figure.caption, language);
  const Text missing{"Not drawn: gnuplot was not installed, or figures were switched off.",
                     "没有画图：未安装 gnuplot，或关闭了画图。"};
  const auto shown = figure.files.png.empty()
                         ? "<p class=\"missing\">" + html(missing, language) + "</p>\n"
                         : image(figure.files, caption);
  return "<figure>\n" + shown + "<figcaption>" + caption + "</figcaption>\n</figure>\n";
}

}  // namespace gradus::report
