#include "gradus/report/figure.h"

#include "drawing.h"
#include "gradus/core/error.h"

#include <stdlib.h>

#include <iterator>

#include "catch.h"

namespace fs = std::filesystem;
using namespace gradus::report;
using gradus::RunError;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

Figure plain_figure() {
  return {300, 200, "$data << END\n1 2\n2 3\nEND\n", "plot $data using 1:2 with lines\n"};
}

size_t files_in(const fs::path& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), {}));
}

std::string as_xml(const std::string& text) {
  std::string xml;
  for (const char c : text) {
    xml += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  }
  return xml;
}

int big_endian(const std::string& bytes, size_t at) {
  int value = 0;
  for (size_t i = at; i < at + 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

TEST_CASE("A figure becomes a PNG at twice the size and an SVG, and nothing else") {
  SKIP_WITHOUT_GNUPLOT();
  const TemporaryFolder folder;
  const auto files = draw(plain_figure(), folder / "new folder/it's 1.5%");
  CHECK(files.png == folder / "new folder/it's 1.5%.png");
  CHECK(files.svg == folder / "new folder/it's 1.5%.svg");
  const std::string png = read_bytes(files.png);
  CHECK(png.substr(1, 3) == "PNG");
  CHECK(big_endian(png, 16) == 600);
  CHECK(big_endian(png, 20) == 400);
  CHECK_THAT(read_bytes(files.svg), ContainsSubstring("width=\"300\" height=\"200\""));
  CHECK(files_in(folder / "new folder") == 2);
}

TEST_CASE("A kept script draws the same figure again") {
  SKIP_WITHOUT_GNUPLOT();
  const TemporaryFolder folder;
  const auto files = draw(plain_figure(), folder / "figure", KeepScript::kYes);
  CHECK(files_in(folder.path()) == 3);
  const std::string svg = read_bytes(files.svg);
  fs::remove(files.svg);
  REQUIRE(::system(fmt::format("cd '{}' && gnuplot figure.gp", folder.path().string()).c_str()) ==
          0);
  CHECK(read_bytes(files.svg) == svg);
}

TEST_CASE("What gnuplot says against a script is reported, and nothing is left") {
  SKIP_WITHOUT_GNUPLOT();
  const TemporaryFolder folder;
  Figure figure = plain_figure();
  figure.commands = "plot no_such_variable\n";
  CHECK_THROWS_MESSAGE(draw(figure, folder / "figure"), RunError,
                       "undefined variable: no_such_variable");
  figure.commands = "";
  CHECK_THROWS_MESSAGE(draw(figure, folder / "figure"), RunError, "was not written whole");
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("Row 'no gnuplot': its absence is one clear line") {
  const TemporaryFolder folder;
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", folder.path().c_str(), 1);
  CHECK_FALSE(gnuplot_available());
  CHECK_THROWS_MESSAGE(draw(plain_figure(), folder / "figure"), RunError,
                       "gnuplot is not installed");
  CHECK(files_in(folder.path()) == 0);
  ::setenv("PATH", path.c_str(), 1);
}

TEST_CASE("A folder that cannot be written is named") {
  const TemporaryFolder folder;
  write_bytes(folder / "file", "");
  CHECK_THROWS_MESSAGE(draw(plain_figure(), folder / "file/figure"), RunError, "file");
}

TEST_CASE("No text of a user is expanded, run or taken for markup") {
  SKIP_WITHOUT_GNUPLOT();
  const TemporaryFolder folder;
  const auto victim = folder / "victim";
  const std::vector<std::string> texts = {"a_b^c {x}@y",
                                          "~a{.8-}",
                                          "'; system('touch " + victim.string() + "'); '",
                                          "''twice''",
                                          "\"; system(\"touch " + victim.string() + "\"); \"",
                                          "\"quotes\" 'too'",
                                          "back\\slash \\n",
                                          "100 % & %g <b>",
                                          "#comment",
                                          "$data << END",
                                          "连衣裙",
                                          "`touch " + victim.string() + "`"};
  Figure figure{900, 500, "", "set xrange [0:10]\nset yrange [0:20]\n"};
  std::string tics;
  for (size_t i = 0; i < texts.size(); ++i) {
    figure.commands += fmt::format("set label {} at 5,{}\n", text_literal(texts[i]), i);
    tics += fmt::format("{}{} {}", i == 0 ? "" : ", ", tic_literal("T" + texts[i]), i);
  }
  figure.commands += "set ytics (" + tics + ")\nplot NaN\n";
  const std::string svg = gradus::test::svg_of(figure);
  for (std::string text : texts) {
    text = as_xml(text);
    INFO(text);
    CHECK(gradus::test::occurrences(svg, ">" + text + "<") == 1);
    CHECK(gradus::test::occurrences(svg, ">T" + text + "<") == 1);
  }
  CHECK_FALSE(fs::exists(victim));
}

TEST_CASE("Line ends and control characters become blanks in literals") {
  CHECK(text_literal("a\nset output 'x'\n") == "\"a set output \\047x\\047 \"");
  CHECK(tic_literal("5%\r") == "\"5\\045\\045 \"");
}

TEST_CASE("Classes keep their colour and repeat after eight") {
  CHECK(class_colour(0) == "#0072B2");
  CHECK(class_colour(8) == class_colour(0));
  CHECK(class_colour(7) != class_colour(0));
}
