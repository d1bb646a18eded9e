#include "gradus/report/table.h"

#include <stdexcept>

#include "catch.h"

using gradus::report::Table;
using gradus::report::Terminal;

TEST_CASE("Numbers are aligned right, texts left, Chinese by its display width") {
  Table table({"class", "F1", "n"});
  table.add_row({"Coat", "0.5", "10"}).add_row({"连衣裙", "-", "9 %"}).add_row({"x", "0.25"});
  CHECK(table.to_string() ==
        "class     F1    n\n"
        "------  ----  ---\n"
        "Coat     0.5   10\n"
        "连衣裙     -  9 %\n"
        "x       0.25\n");
  Terminal terminal;
  terminal.unicode = true;
  CHECK_THAT(table.to_string(terminal), ContainsSubstring("──────  ────  ───\n"));
}

TEST_CASE("A table that is too wide shortens its texts, never its numbers") {
  Table table({"a long heading", "b", "n"});
  table.add_row({"a text that is long", "another text", "123456"});
  Terminal narrow;
  narrow.width = 30;
  CHECK(table.to_string(narrow) ==
        "a long he.  b                n\n"
        "----------  ----------  ------\n"
        "a text th.  another t.  123456\n");
  narrow.width = 5;
  CHECK_THAT(table.to_string(narrow), ContainsSubstring("a tex.  anoth.  123456\n"));
}

TEST_CASE("Cells cannot hold terminal sequences, and rows not more than the columns") {
  Table table({"a"});
  table.add_row({"\x1b[2Jx"});
  CHECK_THAT(table.to_string(), ContainsSubstring(" [2Jx\n"));
  CHECK_THROWS_AS(table.add_row({"1", "2"}), std::invalid_argument);
}
