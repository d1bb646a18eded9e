#include "gradus/report/network_diagram.h"

#include "drawing.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::report;
using gradus::test::occurrences;
using gradus::test::svg_of;

namespace {

NetworkDiagram xnor() {
  NetworkDiagram diagram;
  diagram.layers = {{{"input", "输入层"}, {"x₁", "x₂"}},
                    {{"hidden", "隐层"}, {"z₁", "z₂"}},
                    {{"output", "输出层"}, {"y"}}};
  diagram.connections = {{{{2, 2}, {2, 2}}, {-3, -1}}, {{{3, -3}}, {1}}};
  diagram.numbers = true;
  return diagram;
}

}  // namespace

TEST_CASE("A network is drawn with a line a weight, coloured by sign and as wide as its size") {
  const auto commands = network_diagram(xnor(), Language::kEnglish).commands;
  CHECK(occurrences(commands, "nohead back linewidth") == 6);
  CHECK(occurrences(commands, "nohead back linewidth 4.50 linecolor rgb '#0072B2'") == 1);  // 3
  CHECK(occurrences(commands, "nohead back linewidth 4.50 linecolor rgb '#D55E00'") == 1);  // -3
}

TEST_CASE("Numbers, nodes and titles appear in the language asked for") {
  SKIP_WITHOUT_GNUPLOT();
  const auto svg = svg_of(network_diagram(xnor(), Language::kChinese));
  for (const char* text : {"隐层", "x₁", "z₂", "-3", "b = 1", "正权重"}) {
    CHECK_THAT(svg, ContainsSubstring(text));
  }
}

TEST_CASE("A wide layer shows its ends and its number of nodes") {
  SKIP_WITHOUT_GNUPLOT();
  NetworkDiagram diagram;
  diagram.layers = {{"in", std::vector<Text>(784, Text("x"))}, {"out", {"y"}}};
  diagram.connections = {{{std::vector<double>(784, 0.0)}}};
  const auto figure = network_diagram(diagram, Language::kEnglish);
  CHECK(occurrences(figure.commands, "nohead back linewidth") == 12);
  CHECK_THAT(svg_of(figure), ContainsSubstring("784"));
}

TEST_CASE("Connections that do not fit the layers are refused") {
  auto diagram = xnor();
  diagram.connections[0].weights.pop_back();
  CHECK_THROWS_AS(network_diagram(diagram, Language::kEnglish), std::invalid_argument);
  diagram = xnor();
  diagram.connections[1].weights[0].push_back(1);
  CHECK_THROWS_AS(network_diagram(diagram, Language::kEnglish), std::invalid_argument);
  diagram = xnor();
  diagram.connections.pop_back();
  CHECK_THROWS_AS(network_diagram(diagram, Language::kEnglish), std::invalid_argument);
}
