#include "panel_writer.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace gradus::report {

std::string value(double number) {
  return std::isfinite(number) ? fmt::format("{:.7g}", number) : "NaN";
}

int point_type(Marks::Shape shape) {
  switch (shape) {
    case Marks::Shape::kDisc:
      return 7;
    case Marks::Shape::kCircle:
      return 6;
    case Marks::Shape::kCross:
      return 2;
    case Marks::Shape::kSquare:
      return 5;
  }
  return 7;
}

void PanelWriter::write() {
  axes();
  legend();
  // From back to front.
  if (panel_.region) region(*panel_.region);
  if (panel_.heat) heat(*panel_.heat);
  for (const auto& bars : panel_.bars) this->bars(bars);
  for (const auto& curve : panel_.curves) band(curve);
  for (const auto& curve : panel_.curves) line(curve);
  for (const auto& marks : panel_.marks) this->marks(marks);
  for (const auto& note : panel_.notes) {
    commands_ +=
        fmt::format("set label {} at {},{} center front font ',9' textcolor rgb '#222222'\n",
                    text(note.text), value(note.x), value(note.y));
  }
  if (elements_.empty()) elements_.push_back("NaN");
  if (!finite_ && !panel_.y && panel_.categories.empty())
    commands_ += panel_.x ? "set yrange [0:1]\n" : "set xrange [0:1]\nset yrange [0:1]\n";
  commands_ += fmt::format("plot {}\n", fmt::join(elements_, ", "));
  commands_ +=
      "unset label\nunset arrow\nunset object\nunset logscale\nset xtics autofreq\n"
      "set ytics autofreq\nset colorbox\n";
}

void PanelWriter::notice(const std::vector<double>& values) {
  finite_ = finite_ || std::ranges::any_of(values, [](double v) { return std::isfinite(v); });
}

std::string PanelWriter::block(const std::string& rows) {
  const auto name = fmt::format("${}b{}", prefix_, blocks_++);
  data_ += fmt::format("{} << END_OF_DATA\n{}END_OF_DATA\n", name, rows);
  return name;
}

}  // namespace gradus::report
