#include "gradus/report/image_grid.h"

#include "gradus/report/text_width.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr double kFont = 9;        // points
constexpr double kLine = 14;       // pixels a line of a title
constexpr double kBelowTitle = 3;  // pixels
constexpr double kGap = 10;        // pixels between pictures
constexpr double kMargin = 12;     // pixels around all
constexpr double kColourBar = 96;  // pixels at the right
constexpr double kTile = 84;       // pixels of a picture's longer side, without titles
constexpr double kTitledTile = 112;
constexpr size_t kMaxLines = 3;

struct Layout {
  int64_t columns, rows;
  double width, height;  // of a picture
  double title;          // height of the titles' space
  double step_x, step_y;
};

std::vector<std::vector<std::string>> wrapped_titles(const ImageGrid& grid, double width) {
  // Columns are a rough measure of width: the mean of wide and narrow letters.
  const auto columns = static_cast<size_t>(width / text_pixels("nt", kFont) * 2);
  std::vector<std::vector<std::string>> titles;
  for (const auto& title : grid.titles) {
    auto lines = wrap(printable(title), columns);
    if (lines.size() > kMaxLines) lines.resize(kMaxLines);
    titles.push_back(std::move(lines));
  }
  return titles;
}

// About 1.6 times as many columns as rows, moved a little where that leaves fewer gaps.
int64_t choose_columns(int64_t count) {
  const auto wanted = static_cast<int64_t>(std::ceil(std::sqrt(1.6 * static_cast<double>(count))));
  int64_t best = wanted, fewest_gaps = count;
  for (const int64_t columns : {wanted, wanted + 1, wanted - 1, wanted + 2}) {
    if (columns < 1) continue;
    const int64_t gaps = (columns - count % columns) % columns;
    if (gaps < fewest_gaps) best = columns, fewest_gaps = gaps;
  }
  return std::min(best, count);
}

Layout layout_of(const ImageGrid& grid, const std::vector<std::vector<std::string>>& titles,
                 double side) {
  const int64_t count = grid.images.size(0);
  const auto height = static_cast<double>(grid.images.size(1));
  const auto width = static_cast<double>(grid.images.size(2));
  const double scale = side / std::max(height, width);
  Layout layout{};
  layout.columns = grid.columns > 0 ? std::min(grid.columns, count) : choose_columns(count);
  layout.rows = (count + layout.columns - 1) / layout.columns;
  layout.width = scale * width;
  layout.height = scale * height;
  size_t lines = 0;
  for (const auto& title : titles) lines = std::max(lines, title.size());
  layout.title = lines == 0 ? 0 : kLine * static_cast<double>(lines) + kBelowTitle;
  // A title is as wide as the longer side, also above a narrow picture.
  layout.step_x = (titles.empty() ? layout.width : side) + kGap;
  layout.step_y = layout.height + layout.title + kGap;
  return layout;
}

// Rows of pixels, pictures separated by two empty lines: gnuplot's `index`.
std::string pixel_blocks(const torch::Tensor& images) {
  std::string text;
  const auto pixels = images.accessor<float, 3>();
  for (int64_t n = 0; n < images.size(0); ++n) {
    for (int64_t y = 0; y < images.size(1); ++y) {
      for (int64_t x = 0; x < images.size(2); ++x) {
        const float value = pixels[n][y][x];
        text += std::isfinite(value) ? fmt::format("{:.4g} ", value) : "NaN ";
      }
      text += '\n';
    }
    text += "\n\n";
  }
  return text;
}

// [0, 1] a picture; a constant one becomes all 0.
torch::Tensor stretched(const torch::Tensor& images) {
  const auto smallest = images.amin({1, 2}, true);
  const auto span = images.amax({1, 2}, true) - smallest;
  return (images - smallest) / span.clamp_min(1e-12);
}

std::string colour_commands(const ImageGrid& grid, const torch::Tensor& images,
                            const Figure& figure) {
  if (grid.colours == ImageGrid::Colours::kGray) {
    return "set palette gray\nset cbrange [0:1]\nunset colorbox\n";
  }
  const auto finite = torch::nan_to_num(images, 0, 0, 0);
  const double largest = finite.abs().max().item<double>();
  const double bound = largest > 0 ? largest : 1;
  const double height = std::min(220.0, figure.height - 2 * kMargin - 10);
  return diverging_palette() +
         fmt::format(
             "set cbrange [{}:{}]\nset cbtics autofreq scale 0 textcolor rgb '#333333'\nset "
             "cblabel {} offset 1.2,0\n",
             -bound, bound, text_literal(grid.colour_label)) +
         fmt::format("set colorbox user origin {},{} size {},{}\n",
                     (figure.width - kColourBar) / figure.width, 0.5 - height / 2 / figure.height,
                     12.0 / figure.width, height / figure.height);
}

std::string title_commands(const std::vector<std::vector<std::string>>& titles,
                           const Layout& layout) {
  std::string text;
  int64_t label = 0;
  for (size_t n = 0; n < titles.size(); ++n) {
    const auto column = static_cast<double>(static_cast<int64_t>(n) % layout.columns);
    const auto row = static_cast<double>(static_cast<int64_t>(n) / layout.columns);
    const auto lines = static_cast<double>(titles[n].size());
    for (size_t line = 0; line < titles[n].size(); ++line) {
      const double y = row * layout.step_y + layout.title - kBelowTitle -
                       kLine * (lines - static_cast<double>(line) - 0.5);
      text += fmt::format("set label {} {} at {},{} center font ',{}' textcolor rgb '#222222'\n",
                          ++label, text_literal(titles[n][line]),
                          kMargin + column * layout.step_x + layout.step_x / 2 - kGap / 2,
                          kMargin + y, kFont);
    }
  }
  return text;
}

}  // namespace

std::string mistake_title(const std::string& truth, const std::string& predicted,
                          double probability) {
  // A no-break space before the sign.
  return fmt::format("{} → {} {:.0f}\u00a0%", truth, predicted, 100 * probability);
}

Figure image_grid(const ImageGrid& grid) {
  if (!grid.images.defined() || grid.images.dim() != 3 || grid.images.numel() == 0) {
    throw std::invalid_argument("image_grid: expected images [N, H, W]");
  }
  auto images = grid.images.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  if (grid.colours == ImageGrid::Colours::kGray) images = stretched(images);
  const double side = grid.titles.empty() ? kTile : kTitledTile;
  const auto titles = wrapped_titles(grid, side);
  const Layout layout = layout_of(grid, titles, side);
  const double bar = grid.colours == ImageGrid::Colours::kDiverging ? kColourBar + kGap : 0;

  Figure figure;
  figure.width = static_cast<int>(2 * kMargin +
                                  static_cast<double>(layout.columns) * layout.step_x - kGap + bar);
  figure.height =
      static_cast<int>(2 * kMargin + static_cast<double>(layout.rows) * layout.step_y - kGap);
  figure.data = "$pixels << END_OF_DATA\n" + pixel_blocks(images) + "END_OF_DATA\n";
  // The plot covers the canvas and counts in pixels from the upper left.
  figure.commands = fmt::format(
      "set lmargin at screen 0\nset rmargin at screen 1\nset bmargin at screen 0\n"
      "set tmargin at screen 1\nunset border\nunset tics\nunset grid\n"
      "set xrange [0:{}]\nset yrange [{}:0]\n",
      figure.width, figure.height);
  figure.commands += colour_commands(grid, images, figure) + title_commands(titles, layout);
  const double pixel = layout.width / static_cast<double>(images.size(2));
  figure.commands += fmt::format(
      "plot for [i=0:{}] $pixels index i matrix using "
      "({} + (i % {}) * {} + ($1 + 0.5) * {}):({} + (i / {}) * {} + ($2 + 0.5) * {}):3 with "
      "image\n",
      images.size(0) - 1, kMargin + (layout.step_x - kGap - layout.width) / 2, layout.columns,
      layout.step_x, pixel, kMargin + layout.title, layout.columns, layout.step_y, pixel);
  return figure;
}

}  // namespace gradus::report
