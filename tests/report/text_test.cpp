#include "gradus/report/text.h"

#include "gradus/core/error.h"

#include <stdlib.h>

#include "catch.h"

using namespace gradus;
using namespace gradus::report;

TEST_CASE("A text is one of two languages, a name or a number both") {
  const Text text("width", "宽度");
  CHECK(text.in(Language::kEnglish) == "width");
  CHECK(text.in(Language::kChinese) == "宽度");
  CHECK(Text("ReLU").zh == "ReLU");
  CHECK(number("{:.2f}", 0.125).en == "0.12");
  CHECK(Text().empty());
}

TEST_CASE("Both patterns are filled with the same values, in the order that each language wants") {
  CHECK(report::text("{} of {}", "{1} 个中 {0} 个", 3, 10) == Text("3 of 10", "10 个中 3 个"));
}

TEST_CASE("An unknown language is refused with the candidates") {
  CHECK(parse_language("zh") == Language::kChinese);
  CHECK_THROWS_MESSAGE(parse_language("de"), UsageError, "unknown language 'de'");
}

TEST_CASE("The language follows the first locale variable that is set") {
  const auto with = [](const char* all, const char* messages, const char* lang) {
    ::setenv("LC_ALL", all, 1);
    ::setenv("LC_MESSAGES", messages, 1);
    ::setenv("LANG", lang, 1);
    return language_of_environment();
  };
  CHECK(with("", "", "zh_CN.UTF-8") == Language::kChinese);
  CHECK(with("C", "", "zh_CN.UTF-8") == Language::kEnglish);
  CHECK(with("", "zh_TW", "en_US") == Language::kChinese);
  CHECK(with("", "", "") == Language::kEnglish);
}
