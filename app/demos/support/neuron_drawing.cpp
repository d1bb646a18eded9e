#include "neuron_drawing.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gradus::demos {
namespace {

using report::Text;

constexpr double kWidth = 760, kTop = 56, kRow = 34, kBottom = 44;
constexpr double kInputX = 70, kSumX = 300, kBoxX = 490, kBoxWidth = 78, kBoxHeight = 26;
constexpr double kInputRadius = 22, kSumRadius = 30, kInputStep = 84;
constexpr size_t kSketchPoints = 61;
constexpr const char* kPositive = "#0072B2";  // as in network diagrams
constexpr const char* kNegative = "#D55E00";

class Drawing {
 public:
  Drawing(const NeuronDrawing& neuron, report::Language language)
      : neuron_(neuron), language_(language) {
    const auto rows = static_cast<double>(neuron.outputs.size());
    const auto nodes = static_cast<double>(neuron.inputs.size() + 1);
    const double height = kTop + std::max(kRow * rows, kInputStep * nodes) + kBottom;
    figure_.width = static_cast<int>(kWidth);
    figure_.height = static_cast<int>(height);
    middle_ = kTop + (height - kTop - kBottom) / 2;
  }

  report::Figure draw() {
    figure_.commands = fmt::format(
        "set lmargin at screen 0\nset rmargin at screen 1\nset bmargin at screen 0\n"
        "set tmargin at screen 1\nunset border\nunset tics\nunset grid\nset xrange [0:{}]\n"
        "set yrange [{}:0]\n",
        figure_.width, figure_.height);
    label(Text{"inputs", "输入"}, kInputX, 20, "center", 10);
    label("z = Σ Wᵢ xᵢ + b", kSumX, 20, "center", 10);
    label("f", kBoxX + kBoxWidth / 2, 20, "center", 10);
    label("h(x) = f(z)", kBoxX + kBoxWidth + 100, 20, "left", 10);
    inputs();
    circle(kSumX, middle_, kSumRadius);
    label(fmt::format("{:.4g}", neuron_.z), kSumX, middle_, "center", 11);
    for (size_t i = 0; i < neuron_.outputs.size(); ++i) output(i);
    legend();
    figure_.data = "$curves << END_OF_DATA\n" + curves_ + "END_OF_DATA\n";
    figure_.commands += "plot $curves using 1:2 with lines linewidth 1.4 linecolor rgb '#333333'\n";
    return figure_;
  }

 private:
  void label(const Text& text, double x, double y, const char* where, double size,
             const char* colour = "#222222") {
    figure_.commands +=
        fmt::format("set label {} at {:.1f},{:.1f} {} front font ',{}' textcolor rgb '{}'\n",
                    report::text_literal(text.in(language_)), x, y, where, size, colour);
  }

  void line(double x0, double y0, double x1, double y1, double width, const char* colour) {
    figure_.commands += fmt::format(
        "set arrow from {:.1f},{:.1f} to {:.1f},{:.1f} nohead back linewidth {:.2f} linecolor rgb "
        "'{}'\n",
        x0, y0, x1, y1, width, colour);
  }

  void circle(double x, double y, double radius, const char* fill = "#ffffff") {
    figure_.commands += fmt::format(
        "set object circle at {:.1f},{:.1f} size {} front fillcolor rgb '{}' fillstyle solid "
        "border linecolor rgb '#555555' linewidth 1.2\n",
        x, y, radius, fill);
  }

  /// The inputs and, last, the constant 1 with the bias as its weight.
  void inputs() {
    auto values = neuron_.inputs, weights = neuron_.weights;
    values.push_back(1), weights.push_back(neuron_.bias);
    double largest = 1e-300;
    for (const double weight : weights) largest = std::max(largest, std::abs(weight));
    for (size_t i = 0; i < values.size(); ++i) {
      const bool constant = i + 1 == values.size();
      const double y = middle_ + kInputStep * (double(i) - double(values.size() - 1) / 2);
      const char* colour = weights[i] < 0 ? kNegative : kPositive;
      line(kInputX + kInputRadius, y, kSumX - kSumRadius, middle_,
           0.6 + 3 * std::abs(weights[i]) / largest, colour);
      circle(kInputX, y, kInputRadius);
      const auto value = constant ? "+1" : fmt::format("{:.5g}", values[i]);
      label(value, kInputX, y, "center", value.size() > 5 ? 8 : 10);
      label(constant ? Text{"intercept", "截距"} : Text(fmt::format("x{}", subscript(i + 1))),
            kInputX, y + kInputRadius + 11, "center", 9, "#555555");
      constexpr double kWay = 0.44;  // where the number stands on its line
      label_on_line(constant ? fmt::format("b = {:.4g}", weights[i])
                             : fmt::format("W{} = {:.4g}", subscript(i + 1), weights[i]),
                    kInputX + kWay * (kSumX - kInputX), y + kWay * (middle_ - y), colour);
    }
  }

  /// The line is interrupted behind the text.
  void label_on_line(const std::string& text, double x, double y, const char* colour) {
    constexpr double kSize = 9, kHalfHeight = 8;
    const double half = report::text_pixels(text, kSize) / 2;
    figure_.commands += fmt::format(
        "set object rectangle from {:.1f},{:.1f} to {:.1f},{:.1f} front fillcolor rgb '#ffffff' "
        "fillstyle solid noborder\n",
        x - half, y - kHalfHeight, x + half, y + kHalfHeight);
    label(text, x, y, "center", kSize, colour);
  }

  void legend() {
    const double y = figure_.height - 18;
    line(kInputX - kInputRadius, y, kInputX, y, 3, kPositive);
    label(Text{"positive weight", "正权重"}, kInputX + 6, y, "left", 9, "#333333");
    line(kInputX + 130, y, kInputX + 152, y, 3, kNegative);
    label(Text{"negative weight", "负权重"}, kInputX + 158, y, "left", 9, "#333333");
  }

  static std::string subscript(size_t number) {
    constexpr const char* kDigits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    std::string text;
    for (const char digit : std::to_string(number)) text += kDigits[digit - '0'];
    return text;
  }

  void output(size_t i) {
    const auto& one = neuron_.outputs[i];
    const bool chosen = one.name == neuron_.chosen;
    const double rows = static_cast<double>(neuron_.outputs.size());
    const double y = middle_ + kRow * (double(i) - (rows - 1) / 2);
    line(kSumX + kSumRadius, middle_, kBoxX, y, chosen ? 2.5 : 0.5, chosen ? "#222222" : "#aaaaaa");
    figure_.commands += fmt::format(
        "set object rectangle from {:.1f},{:.1f} to {:.1f},{:.1f} back fillcolor rgb '{}' "
        "fillstyle solid border linecolor rgb '#888888' linewidth 0.8\n",
        kBoxX, y - kBoxHeight / 2, kBoxX + kBoxWidth, y + kBoxHeight / 2,
        chosen ? "#fff3cd" : "#ffffff");
    sketch(one, y);
    label(one.name, kBoxX + kBoxWidth + 12, y, "left", 9);
    label(fmt::format("{:.6g}", one.value), kBoxX + kBoxWidth + 100, y, "left", 9);
  }

  /// The curve in the box, and the neuron's place on it.
  void sketch(const NeuronDrawing::Output& one, double middle) {
    auto [low, high] = std::ranges::minmax(one.y);
    if (high <= low) high = low + 1;
    const double x0 = one.x.front(), x1 = one.x.back();
    const auto place = [&](double x, double y) {
      return std::pair(kBoxX + 4 + (kBoxWidth - 8) * (x - x0) / (x1 - x0),
                       middle + (kBoxHeight - 8) * (0.5 - (y - low) / (high - low)));
    };
    const size_t stride = (one.x.size() + kSketchPoints - 1) / kSketchPoints;
    for (size_t i = 0; i < one.x.size(); i += stride) {
      const auto [x, y] = place(one.x[i], one.y[i]);
      curves_ += fmt::format("{:.2f} {:.2f}\n", x, y);
    }
    curves_ += '\n';
    const auto [x, y] = place(neuron_.z, one.value);
    circle(x, y, 3, kNegative);
  }

  const NeuronDrawing& neuron_;
  report::Language language_;
  double middle_ = 0;
  std::string curves_;
  report::Figure figure_;
};

}  // namespace

report::Figure neuron_drawing(const NeuronDrawing& drawing, report::Language language) {
  if (drawing.inputs.size() != drawing.weights.size() || drawing.outputs.empty()) {
    throw std::invalid_argument("neuron_drawing: a weight for each input, and an output at least");
  }
  return Drawing(drawing, language).draw();
}

}  // namespace gradus::demos
