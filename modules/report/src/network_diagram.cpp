#include "gradus/report/network_diagram.h"

#include "gradus/report/text_width.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr size_t kMaxNodes = 12;
constexpr double kRadius = 19, kNodeStep = 52, kNumberedStep = 74, kLayerStep = 190, kMargin = 46;
constexpr double kTop = 46, kBottom = 44;
constexpr double kThinnest = 0.4, kThickest = 4.5;  // pixels
constexpr const char* kPositive = "#0072B2";
constexpr const char* kNegative = "#D55E00";

void check(const NetworkDiagram& diagram) {
  bool fits = diagram.layers.size() >= 2 && diagram.connections.size() + 1 == diagram.layers.size();
  for (size_t l = 0; fits && l < diagram.connections.size(); ++l) {
    const auto& [weights, biases] = diagram.connections[l];
    const size_t from = diagram.layers[l].nodes.size(), to = diagram.layers[l + 1].nodes.size();
    fits = from > 0 && to > 0 && weights.size() == to && (biases.empty() || biases.size() == to) &&
           std::ranges::all_of(weights, [&](const auto& row) { return row.size() == from; });
  }
  if (!fits) throw std::invalid_argument("network_diagram: connections that do not fit the layers");
}

/// The nodes of a layer that are drawn: all, or the first and the last with a gap between.
std::vector<size_t> shown_nodes(size_t count) {
  std::vector<size_t> shown;
  for (size_t i = 0; i < count; ++i) {
    if (count <= kMaxNodes || i < kMaxNodes / 2 || i >= count - kMaxNodes / 2) shown.push_back(i);
  }
  return shown;
}

class Drawing {
 public:
  Drawing(const NetworkDiagram& diagram, Language language)
      : diagram_(diagram), language_(language) {
    size_t most = 1;
    for (const auto& layer : diagram.layers) {
      shown_.push_back(shown_nodes(layer.nodes.size()));
      most = std::max(most, shown_.back().size() + (is_cut(shown_.size() - 1) ? 1 : 0));
    }
    for (const auto& connection : diagram.connections) {
      for (const auto& row : connection.weights) {
        for (const double weight : row) largest_ = std::max(largest_, std::abs(weight));
      }
    }
    figure_.width = static_cast<int>(2 * kMargin + kLayerStep * double(diagram.layers.size() - 1) +
                                     2 * kRadius);
    figure_.width = std::max(figure_.width, 420);
    step_ = diagram.numbers ? kNumberedStep : kNodeStep;
    figure_.height = static_cast<int>(kTop + step_ * double(most) + kBottom);
  }

  Figure draw() {
    figure_.commands = fmt::format(
        "set style textbox opaque fillcolor rgb '#ffffff' noborder margins 0.4,0.2\n"
        "set lmargin at screen 0\nset rmargin at screen 1\nset bmargin at screen 0\n"
        "set tmargin at screen 1\nunset border\nunset tics\nunset grid\nset xrange [0:{}]\n"
        "set yrange [{}:0]\n",
        figure_.width, figure_.height);
    for (size_t l = 0; l + 1 < diagram_.layers.size(); ++l) lines(l);
    for (size_t l = 0; l < diagram_.layers.size(); ++l) nodes(l);
    legend();
    figure_.commands += "plot NaN\n";
    return figure_;
  }

 private:
  bool is_cut(size_t layer) const { return diagram_.layers[layer].nodes.size() > kMaxNodes; }

  double x_of(size_t layer) const {
    const double used = kLayerStep * double(diagram_.layers.size() - 1);
    return (figure_.width - used) / 2 + kLayerStep * double(layer);
  }

  /// `position` counts the drawn nodes; a cut layer has its gap in the middle.
  double y_of(size_t layer, size_t position) const {
    const size_t rows = shown_[layer].size() + (is_cut(layer) ? 1 : 0);
    const size_t row = position + (is_cut(layer) && position >= kMaxNodes / 2 ? 1 : 0);
    const double middle = kTop + (figure_.height - kTop - kBottom) / 2;
    return middle + step_ * (double(row) - double(rows - 1) / 2);
  }

  void label(const std::string& text, double x, double y, const char* where, double size,
             const char* colour) {
    figure_.commands +=
        fmt::format("set label {} at {:.1f},{:.1f} {} front font ',{}' textcolor rgb '{}'\n",
                    text_literal(text), x, y, where, size, colour);
  }

  void lines(size_t layer) {
    const auto& connection = diagram_.connections[layer];
    for (size_t to = 0; to < shown_[layer + 1].size(); ++to) {
      for (size_t from = 0; from < shown_[layer].size(); ++from) {
        const double weight = connection.weights[shown_[layer + 1][to]][shown_[layer][from]];
        const double share = largest_ > 0 ? std::abs(weight) / largest_ : 0;
        const double x0 = x_of(layer) + kRadius, y0 = y_of(layer, from);
        const double x1 = x_of(layer + 1) - kRadius, y1 = y_of(layer + 1, to);
        const char* colour = weight < 0 ? kNegative : kPositive;
        figure_.commands += fmt::format(
            "set arrow from {:.1f},{:.1f} to {:.1f},{:.1f} nohead back linewidth {:.2f} linecolor "
            "rgb '{}'\n",
            x0, y0, x1, y1, kThinnest + (kThickest - kThinnest) * share, colour);
        if (!diagram_.numbers) continue;
        // At different shares of the way, so that numbers of crossing lines stay apart.
        const double way = from % 2 == 0 ? 0.24 : 0.37;
        label(fmt::format("{:.3g}", weight), x0 + way * (x1 - x0), y0 + way * (y1 - y0),
              "center boxed", 9, colour);
      }
    }
  }

  void nodes(size_t layer) {
    const auto& names = diagram_.layers[layer].nodes;
    label(diagram_.layers[layer].title.in(language_), x_of(layer), 16, "center", 10, "#222222");
    for (size_t i = 0; i < shown_[layer].size(); ++i) {
      const double x = x_of(layer), y = y_of(layer, i);
      figure_.commands += fmt::format(
          "set object circle at {:.1f},{:.1f} size {} front fillcolor rgb '#ffffff' fillstyle "
          "solid "
          "border linecolor rgb '#555555' linewidth 1.2\n",
          x, y, kRadius);
      label(names[shown_[layer][i]].in(language_), x, y, "center", 9, "#222222");
      if (!diagram_.numbers || layer == 0 || diagram_.connections[layer - 1].biases.empty())
        continue;
      const double bias = diagram_.connections[layer - 1].biases[shown_[layer][i]];
      label(fmt::format("b = {:.3g}", bias), x, y + kRadius + 9, "center", 9, "#555555");
    }
    if (is_cut(layer)) {
      const double y = (y_of(layer, kMaxNodes / 2 - 1) + y_of(layer, kMaxNodes / 2)) / 2;
      label(fmt::format("⋮ {}", names.size()), x_of(layer), y, "center", 10, "#555555");
    }
  }

  void legend() {
    const double y = figure_.height - 16;
    const auto entry = [&](double x, const char* colour, const Text& text) {
      figure_.commands += fmt::format(
          "set arrow from {:.1f},{:.1f} to {:.1f},{:.1f} nohead linewidth 3 linecolor rgb '{}'\n",
          x, y, x + 22, y, colour);
      label(text.in(language_), x + 28, y, "left", 9, "#333333");
    };
    const double middle = figure_.width / 2.0;
    entry(middle - 190, kPositive, {"positive weight", "正权重"});
    entry(middle - 50, kNegative, {"negative weight", "负权重"});
    label(Text{"width: size", "线宽：绝对值"}.in(language_), middle + 92, y, "left", 9, "#333333");
  }

  const NetworkDiagram& diagram_;
  Language language_;
  std::vector<std::vector<size_t>> shown_;
  double largest_ = 0;
  double step_ = kNodeStep;  // pixels from node to node
  Figure figure_;
};

}  // namespace

Figure network_diagram(const NetworkDiagram& diagram, Language language) {
  check(diagram);
  return Drawing(diagram, language).draw();
}

}  // namespace gradus::report
