#include "gradus/report/terminal_view.h"

#include "gradus/report/text_width.h"

#include <algorithm>
#include <sstream>

#include "catch.h"

using namespace gradus::report;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Class 1 in the right half, class 0 in the left.
Panel halves() {
  Grid grid{{-2, 2}, {-1, 1}, 20, 20, {}};
  for (int i = 0; i < 20 * 20; ++i) grid.values.push_back(i % 20 - 9.5);
  Panel panel;
  panel.region = Region{{grid}};
  panel.marks = {{.name = {"zero", "零类"}, .x = {-1.5}, .y = {0}, .colour = 0},
                 {.name = {"one", "一类"}, .x = {1.5, 99}, .y = {0, 0}, .colour = 1}};
  return panel;
}

Panel curve() {
  Panel panel;
  panel.curves = {{.name = {"loss", "损失"}, .x = {0, 1, 2}, .y = {2, 1, 0}}};
  return panel;
}

}  // namespace

TEST_CASE("A region without colours is letters, its points capitals on top") {
  const auto lines = lines_of(terminal_view(halves(), Terminal{}, Language::kEnglish));
  REQUIRE(lines.size() == 19);  // 16 rows, the axis, its ends, the legend
  const auto& middle = lines[8];
  CHECK(std::ranges::count(middle, 'A') == 1);
  CHECK(std::ranges::count(middle, 'B') == 1);  // the point outside is not drawn
  const auto body = lines[3].substr(lines[3].find('|') + 1);
  CHECK(body == std::string(20, 'a') + std::string(20, 'b'));
  CHECK_THAT(lines.back(), ContainsSubstring("A zero"));
}

TEST_CASE("Colours are half blocks, and are reset at each line's end") {
  Terminal terminal;
  terminal.colour = terminal.unicode = true;
  const auto lines = lines_of(terminal_view(halves(), terminal, Language::kChinese));
  CHECK_THAT(lines[3], ContainsSubstring("▀"));
  CHECK(lines[3].ends_with("\x1b[0m"));
  CHECK_THAT(lines.back(), ContainsSubstring("零类"));
}

TEST_CASE("A falling curve falls, in blocks or in ASCII") {
  Terminal unicode;
  unicode.unicode = true;
  const auto blocks = lines_of(terminal_view(curve(), unicode, Language::kEnglish));
  CHECK_THAT(blocks.front(), ContainsSubstring("▀"));
  const auto ascii = lines_of(terminal_view(curve(), Terminal{}, Language::kEnglish));
  CHECK(ascii.front().find('*') < ascii[15].find('*'));
  for (const auto& line : ascii) CHECK(std::ranges::all_of(line, [](char c) { return c > 0; }));
}

TEST_CASE("Several curves without colours have signs of their own") {
  Panel panel = curve();
  panel.curves.push_back({.name = "other", .x = {0, 2}, .y = {0, 2}, .colour = 1});
  Terminal terminal;
  terminal.unicode = true;
  const auto view = terminal_view(panel, terminal, Language::kEnglish);
  CHECK_THAT(view, ContainsSubstring("** loss"));
  CHECK_THAT(view, ContainsSubstring("oo other"));
}

TEST_CASE("A view fits a narrow terminal, and there is none of bars alone") {
  Terminal narrow;
  narrow.width = 40;
  for (const auto& line : lines_of(terminal_view(curve(), narrow, Language::kEnglish))) {
    CHECK(display_width(line) <= 40);
  }
  Panel bars;
  bars.bars = {{.values = {1}}};
  CHECK(terminal_view(bars, Terminal{}, Language::kEnglish).empty());
}

TEST_CASE("A constant curve, gaps and logarithmic axes are drawn all the same") {
  Panel panel;
  panel.curves = {{.x = {1, 10, 100}, .y = {5, 5, 5}}};
  panel.log_x = true;
  CHECK_FALSE(terminal_view(panel, Terminal{}, Language::kEnglish).empty());
  panel.curves = {{.x = {1, 2}, .y = {NAN, NAN}}};
  CHECK_FALSE(terminal_view(panel, Terminal{}, Language::kEnglish).empty());
}
