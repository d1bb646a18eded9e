#include "gradus/report/text_width.h"

#include "catch.h"

using namespace gradus::report;

TEST_CASE("Chinese takes two columns a character, combining marks none") {
  CHECK(display_width("") == 0);
  CHECK(display_width("Coat") == 4);
  CHECK(display_width("连衣裙") == 6);
  CHECK(display_width("T恤 a") == 5);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("…→é") == 3);
  CHECK(display_width("👕") == 2);
}

TEST_CASE("Text from outside cannot disturb a terminal") {
  CHECK(printable("a\x1b[31mb\nc\td\x7f") == "a [31mb c d ");
  CHECK(printable("连 é") == "连 é");
  CHECK(printable("\xC2\x9B") == " ");  // the one-character form of ESC [
  CHECK(printable("\xE2\x80\xAE"
                  "abc") == " abc");  // right-to-left override
  CHECK(printable("a\xff\xC0\xAF\xED\xA0\x80\xE4\xB8") == "a????????");
}

TEST_CASE("Long texts are cut at a character's end") {
  CHECK(shorten("Pullover", 8, true) == "Pullover");
  CHECK(shorten("Pullover", 5, true) == "Pull…");
  CHECK(shorten("Pullover", 5, false) == "Pull.");
  CHECK(shorten("连衣裙", 4, true) == "连…");
  CHECK(shorten("abc", 1, true) == "…");
  CHECK(shorten("abc", 0, true).empty());
}

TEST_CASE("Titles are wrapped at blanks, but not at no-break spaces") {
  CHECK(wrap("Ankle boot → Coat 97\u00a0%", 13) ==
        std::vector<std::string>{"Ankle boot →", "Coat 97\u00a0%"});
  CHECK(wrap("extraordinarily long", 6) == std::vector<std::string>{"extra…", "long"});
  CHECK(wrap("  a  b ", 6) == std::vector<std::string>{"a b"});
  CHECK(wrap("", 6).empty());
}

TEST_CASE("Running text is wrapped between Chinese characters, never before a closing mark") {
  CHECK(wrap_any("感知器，输出", 6) == std::vector<std::string>{"感知", "器，输", "出"});
  CHECK(wrap_any("用 Adam 训练", 8) == std::vector<std::string>{"用 Adam", "训练"});
  CHECK(wrap_any("one two  three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap_any("（甲）", 4) == std::vector<std::string>{"（甲）"});
  CHECK(wrap_any("", 4).empty());
}
