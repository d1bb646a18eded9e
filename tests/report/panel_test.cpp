#include "gradus/report/panel.h"

#include "drawing.h"

#include <cmath>
#include <stdexcept>

#include "catch.h"

using namespace gradus::report;
using gradus::test::occurrences;
using gradus::test::svg_of;

namespace {

Grid plane(double slope) {
  Grid grid{{-1, 1}, {-1, 1}, 21, 21, {}};
  for (int r = 0; r < 21; ++r) {
    for (int c = 0; c < 21; ++c) grid.values.push_back(slope * (c - 10) / 10.0);
  }
  return grid;
}

Panel curves() {
  Panel panel;
  panel.title = {"Loss", "损失"};
  panel.x_label = {"epoch", "轮"};
  panel.y_label = {"loss", "损失值"};
  panel.curves = {{.name = {"old recipe", "旧配方"},
                   .x = {1, 2, 3},
                   .y = {3, 2, 1},
                   .low = {2, 1, 0},
                   .high = {4, 3, 2}},
                  {.name = {"new recipe", "新配方"},
                   .x = {1, 2, 3},
                   .y = {1, NAN, 0.5},
                   .colour = 1,
                   .style = Curve::Style::kDashed}};
  return panel;
}

}  // namespace

TEST_CASE("A panel's labels and legend are drawn in the language asked for") {
  SKIP_WITHOUT_GNUPLOT();
  const auto english = svg_of(plot({.panels = {curves()}}, Language::kEnglish));
  for (const char* text : {"Loss", "epoch", "old recipe", "new recipe"}) {
    CHECK_THAT(english, ContainsSubstring(text));
  }
  const auto chinese = svg_of(plot({.panels = {curves()}}, Language::kChinese));
  for (const char* text : {"损失", "轮", "旧配方", "新配方"}) {
    CHECK_THAT(chinese, ContainsSubstring(text));
  }
  CHECK_THAT(chinese, !ContainsSubstring("recipe"));
}

TEST_CASE("Class k has the same colour as curve, mark, bar and legend entry") {
  SKIP_WITHOUT_GNUPLOT();
  Panel panel;
  panel.categories = {"a", "b"};
  panel.bars = {
      {.name = "bars", .values = {1, 2}, .low = {0.5, 1.5}, .high = {1.5, 2.5}, .colour = 2}};
  panel.marks = {{.name = "marks", .x = {0, 1}, .y = {1, 1}, .colour = 1}};
  const auto commands = plot({.panels = {panel}}, Language::kEnglish).commands;
  CHECK(occurrences(commands, "with boxes fillstyle solid 0.8 noborder linecolor rgb '" +
                                  class_colour(2)) == 1);
  CHECK(occurrences(commands, class_colour(1)) == 2);  // the mark and its legend entry
  CHECK_FALSE(svg_of(plot({.panels = {panel}}, Language::kEnglish)).empty());
}

TEST_CASE("A region shows its boundary, also where one class is everywhere") {
  SKIP_WITHOUT_GNUPLOT();
  Panel panel;
  panel.region = Region{{plane(1)}};
  const auto figure = plot({.panels = {panel}}, Language::kEnglish);
  CHECK_THAT(figure.data, ContainsSubstring("levels discrete 0"));
  CHECK_THAT(figure.commands, ContainsSubstring("set xrange [-1:1]"));
  CHECK_FALSE(svg_of(figure).empty());
  Grid positive = plane(0);
  for (auto& value : positive.values) value = 3;
  panel.region = Region{{positive}};
  const auto uniform = plot({.panels = {panel}}, Language::kEnglish);
  CHECK_THAT(uniform.data, !ContainsSubstring("levels discrete 0"));
  CHECK_FALSE(svg_of(uniform).empty());
}

TEST_CASE("Three classes are filled by the largest score") {
  SKIP_WITHOUT_GNUPLOT();
  Panel panel;
  panel.region = Region{{plane(1), plane(-1), plane(0.5)}};
  CHECK_FALSE(svg_of(plot({.panels = {panel}}, Language::kEnglish)).empty());
}

TEST_CASE("A heat map has contours, numbers and a labelled colour bar") {
  SKIP_WITHOUT_GNUPLOT();
  Panel panel;
  panel.heat = HeatMap{.values = {{0, 1}, {0, 1}, 2, 2, {0.25, 0.5, 0.75, 1}},
                       .label = {"accuracy", "准确率"},
                       .contours = 3,
                       .numbers = true};
  const auto svg = svg_of(plot({.panels = {panel}}, Language::kChinese));
  CHECK_THAT(svg, ContainsSubstring("准确率"));
  CHECK_THAT(svg, ContainsSubstring("0.75"));
}

TEST_CASE("Several panels are drawn in rows, and an empty one leaves its place") {
  SKIP_WITHOUT_GNUPLOT();
  Panel log = curves();
  log.log_x = log.log_y = true;
  log.curves[0].low.clear();
  log.curves[0].high.clear();
  const Panels panels{.panels = {curves(), log, Panel{}}, .columns = 2};
  const auto figure = plot(panels, Language::kEnglish);
  const auto single = plot({.panels = {log}}, Language::kEnglish);
  CHECK(figure.width == 2 * single.width);
  CHECK(figure.height == 2 * single.height);
  CHECK(occurrences(svg_of(figure), "Loss") >= 2);
}

TEST_CASE("A legend too long for one line takes more, and the figure grows") {
  Panel one = curves(), many = curves();
  for (int i = 0; i < 8; ++i)
    many.curves.push_back({.name = "a rather long name", .x = {1}, .y = {1}});
  CHECK(plot({.panels = {many}}, Language::kEnglish).height >
        plot({.panels = {one}}, Language::kEnglish).height + 50);
}

TEST_CASE("Descriptions that do not fit together are refused") {
  CHECK_THROWS_AS(plot({}, Language::kEnglish), std::invalid_argument);
  Panel panel;
  panel.curves = {{.x = {1, 2}, .y = {1}}};
  CHECK_THROWS_AS(plot({.panels = {panel}}, Language::kEnglish), std::invalid_argument);
  panel.curves.clear();
  panel.heat = HeatMap{.values = {{0, 1}, {0, 1}, 2, 2, {1, 2, 3}}};
  CHECK_THROWS_AS(plot({.panels = {panel}}, Language::kEnglish), std::invalid_argument);
}

TEST_CASE("Small panels have fewer tics, so that their numbers stay apart") {
  Panel panel;
  panel.curves = {{.x = {0, 200}, .y = {0, 1}}};
  const auto tics = [&](int width) {
    return plot({.panels = {panel}, .plot_width = width}, Language::kEnglish).commands;
  };
  CHECK_THAT(tics(200), ContainsSubstring("set xtics 50\n"));
  CHECK_THAT(tics(600), ContainsSubstring("set xtics 20\n"));
}

TEST_CASE("Long categories are rotated, and other panels' legends stay where they were") {
  Panel curve, bars;
  curve.curves = {{.name = "c", .x = {0, 1}, .y = {0, 1}}};
  bars.categories = {"a very long category", "another long category", "a third long category"};
  bars.bars = {{.values = {1, 2, 3}}};
  const auto both = plot({.panels = {curve, bars}, .plot_width = 200}, Language::kEnglish);
  CHECK_THAT(both.commands, ContainsSubstring("rotate by 35 right"));
  const auto alone = plot({.panels = {curve}, .plot_width = 200}, Language::kEnglish);
  CHECK(both.height > alone.height + 40);
}

TEST_CASE("Between two epochs or layers there is no tic") {
  Panel panel;
  panel.curves = {{.x = {1, 2, 3}, .y = {0, 1, 2}}};
  const auto tics = [&] {
    return plot({.panels = {panel}, .plot_width = 600}, Language::kEnglish).commands;
  };
  CHECK_THAT(tics(), ContainsSubstring("set xtics 1\n"));
  panel.curves.front().x = {1, 2.5, 3};
  CHECK_THAT(tics(), ContainsSubstring("set xtics 0.2\n"));
}
