#include "gradus/report/confusion_figure.h"

#include "class_names.h"
#include "gradus/core/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::report {
namespace {

constexpr int64_t kMaxClasses = 50;
constexpr double kFont = 10;       // points, of the labels
constexpr double kPadding = 14;    // pixels
constexpr double kAxisTitle = 24;  // pixels for the words 'true' and 'predicted'
constexpr double kColourBox = 112;
constexpr size_t kMaxLabel = 24;  // columns

// Pixel sizes by the number of classes and the widest count.
struct Layout {
  double cell, count_font, left, bottom;
  bool slanted;  // column labels, where they are wider than their cells
};

Layout layout_of(const std::vector<std::string>& labels, int64_t largest) {
  const auto classes = static_cast<double>(labels.size());
  double widest = 0;
  for (const auto& label : labels) widest = std::max(widest, text_pixels(label, kFont));
  Layout layout{};
  layout.cell = std::clamp(600 / classes, 22.0, 88.0);
  const auto digits = static_cast<double>(std::to_string(largest).size());
  layout.count_font = std::clamp((layout.cell - 3) / (0.88 * digits), 5.0, kFont);
  layout.slanted = widest + 6 > layout.cell;
  layout.left = kAxisTitle + widest + kPadding;
  layout.bottom = kAxisTitle + kPadding + (layout.slanted ? 0.72 * widest + 12 : 16);
  return layout;
}

std::string tics(const std::vector<std::string>& labels) {
  std::string list;
  for (size_t k = 0; k < labels.size(); ++k) {
    list += fmt::format("{}{} {}", k == 0 ? "" : ", ", tic_literal(labels[k]), k);
  }
  return "(" + list + ")";
}

// One line a cell that is not empty: column, row, share of the row, count, colour of the count.
std::string cells(const torch::TensorAccessor<int64_t, 2>& counts) {
  constexpr double kDark = 0.5;
  std::string text;
  for (int64_t row = 0; row < counts.size(0); ++row) {
    int64_t total = 0;
    for (int64_t column = 0; column < counts.size(1); ++column) total += counts[row][column];
    for (int64_t column = 0; column < counts.size(1); ++column) {
      const auto count = counts[row][column];
      if (count == 0) continue;
      const double share = static_cast<double>(count) / static_cast<double>(total);
      text += fmt::format("{} {} {} {} {}\n", column, row, share, count,
                          share > kDark ? "0xffffff" : "0x222222");
    }
  }
  return text;
}

std::string commands(const std::vector<std::string>& labels, const Layout& layout,
                     const Figure& figure) {
  const auto classes = static_cast<double>(labels.size());
  const double side = layout.cell * classes;
  const double right = (layout.left + side) / figure.width;
  const double bottom = layout.bottom / figure.height;
  std::string text = sequential_palette();
  text += fmt::format(
      "set lmargin at screen {}\nset rmargin at screen {}\nset bmargin at screen {}\n"
      "set tmargin at screen {}\n",
      layout.left / figure.width, right, bottom, bottom + side / figure.height);
  text += fmt::format("set xrange [-0.5:{0}]\nset yrange [{0}:-0.5]\nset cbrange [0:1]\n",
                      classes - 0.5);
  text += fmt::format("set xtics {}{}\nset ytics {}\n", layout.slanted ? "rotate by 45 right " : "",
                      tics(labels), tics(labels));
  // Cell borders instead of a grid through the cells.
  text += "unset grid\nset border 15\nset tics scale 0\n";
  for (size_t k = 1; k < labels.size(); ++k) {
    const double at = static_cast<double>(k) - 0.5;
    text += fmt::format(
        "set arrow from {0},graph 0 to {0},graph 1 nohead front linecolor rgb '#e6e6e6'\n"
        "set arrow from graph 0,first {0} to graph 1,first {0} nohead front linecolor rgb "
        "'#e6e6e6'\n",
        at);
  }
  const double box = right + 16.0 / figure.width;
  text += fmt::format(
      "set colorbox user origin {},{} size {},{}\nset cbtics ('0 %%' 0, '50 %%' 0.5, '100 %%' 1)\n"
      "set cblabel 'share of the true class' offset 1.2,0\n",
      box, bottom, 12.0 / figure.width, side / figure.height);
  text += fmt::format(
      "set label 1 'predicted class' at screen {},{} center\n"
      "set label 2 'true class' at screen {},{} center rotate by 90\n",
      (layout.left + side / 2) / figure.width, 12.0 / figure.height, 12.0 / figure.width,
      bottom + side / 2 / figure.height);
  return text + fmt::format(
                    "plot $cells using 1:2:(0.5):(0.5):3 with boxxyerror fill solid noborder "
                    "linecolor palette, $cells using 1:2:4:5 with labels font ',{:.1f}' "
                    "textcolor rgb variable\n",
                    layout.count_font);
}

}  // namespace

Figure confusion_figure(const torch::Tensor& counts, const std::vector<std::string>& names) {
  const auto values = counts.to(torch::kCPU, torch::kInt64).contiguous();
  const int64_t classes = values.size(0);
  if (classes > kMaxClasses) {
    throw UsageError(
        "a confusion matrix of {} classes cannot be drawn readably: expected at most {}", classes,
        kMaxClasses);
  }
  auto labels = class_labels(names, classes);
  for (auto& label : labels) label = shorten(label, kMaxLabel, true);
  const Layout layout = layout_of(labels, values.max().item<int64_t>());
  const double side = layout.cell * static_cast<double>(classes);
  Figure figure{static_cast<int>(layout.left + side + kColourBox),
                static_cast<int>(layout.bottom + side + kPadding), "", ""};
  figure.data = "$cells << END_OF_DATA\n" + cells(values.accessor<int64_t, 2>()) + "END_OF_DATA\n";
  figure.commands = commands(labels, layout, figure);
  return figure;
}

}  // namespace gradus::report
