#include "gradus/report/chapter.h"

#include "catch.h"

using namespace gradus::report;

namespace {

Chapter chapter() {
  Chapter chapter;
  chapter.number = 2;
  chapter.name = "gates";
  chapter.title = {"Gates", "逻辑门"};
  chapter.claim = {"One neuron computes AND.", "单个神经元完成逻辑与。"};
  chapter.setting = {"4 rows; seed 0", "4 行；随机种子 0"};
  chapter.findings = {{{"AND", "逻辑与"},
                       {"holds when all rows agree", "每一行都一致则成立"},
                       {"4 of 4", "4 行中 4 行"},
                       Verdict::kHolds},
                      {{"XOR", "异或"},
                       {"holds when all rows agree", "每一行都一致则成立"},
                       {"3 of 4", "4 行中 3 行"},
                       Verdict::kDoesNotHold}};
  return chapter;
}

}  // namespace

TEST_CASE("A chapter opens with its number, title and claim") {
  CHECK(heading_text(chapter(), Terminal{}, Language::kEnglish) ==
        "2. Gates\n========\nClaim: One neuron computes AND.\n\n");
  CHECK_THAT(heading_text(chapter(), Terminal{}, Language::kChinese),
             StartsWith("2. 逻辑门\n=========\n论断：单个神经元完成逻辑与。\n"));
}

TEST_CASE("The verdict names claim, rule and measurement of each finding, then all together") {
  const auto text = verdict_text(chapter(), Terminal{}, Language::kEnglish);
  CHECK_THAT(text, StartsWith("[holds]\n  claim:    AND\n  rule:     holds when all rows agree\n"
                              "  measured: 4 of 4\n\n[does not hold]\n"));
  CHECK_THAT(text, ContainsSubstring("Verdict: holds with limits\n"));
  CHECK_THAT(verdict_text(chapter(), Terminal{}, Language::kChinese),
             ContainsSubstring("结论：有条件成立"));
}

TEST_CASE("Colours are written only where the terminal has them") {
  Terminal colour;
  colour.colour = true;
  CHECK_THAT(verdict_text(chapter(), colour, Language::kEnglish), ContainsSubstring("\x1b[1;31m"));
  CHECK_THAT(verdict_text(chapter(), Terminal{}, Language::kEnglish), !ContainsSubstring("\x1b"));
}

TEST_CASE("A table has its title and both heads by language") {
  const ChapterTable table{{"Truth", "真值表"}, {"x", {"output", "输出"}}, {{"0", "1"}}};
  CHECK(table_text(table, Terminal{}, Language::kEnglish) ==
        "Truth\nx  output\n-  ------\n0       1\n\n");
  CHECK_THAT(table_text(table, Terminal{}, Language::kChinese), ContainsSubstring("输出"));
}

TEST_CASE("A long remark is wrapped in either language") {
  const Text remark(
      "one two three four five six seven eight nine ten eleven twelve",
      "感知器神经网络中单个感知器上的权重或者偏置项稍微变化，输出要么不变，要么完全翻转。");
  Terminal narrow;
  narrow.width = 40;
  CHECK(remark_text(remark, narrow, Language::kEnglish) ==
        "one two three four five six seven eight\nnine ten eleven twelve\n\n");
  const auto chinese = remark_text(remark, narrow, Language::kChinese);
  CHECK_THAT(chinese, StartsWith("感知器神经网络中单个感知器上的权重或者偏\n"));
}
