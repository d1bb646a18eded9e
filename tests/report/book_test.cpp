#include "gradus/report/book.h"

#include "base64.h"
#include "drawing.h"
#include "gradus/core/error.h"
#include "gradus/report/panel.h"
#include "html.h"

#include <algorithm>
#include <set>

#include "catch.h"

using namespace gradus::report;
using gradus::RunError;
using gradus::test::occurrences;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

const std::string kHostile = R"(<script>alert("1" & '2')</script>)";
const std::string kHarmless = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;";

Finding finding(Verdict verdict) {
  return {{"smooth", "平滑"}, {"holds when", "则成立"}, {"0.5", "0.5"}, verdict};
}

Chapter chapter(int number, const std::string& name) {
  return {.number = number,
          .name = name,
          .title = {"Title of " + name, "标题"},
          .command = "gradus demo " + name,
          .claim = {"Lines are straight.", "直线是直的。"},
          .setting = {"20 points", "20 个点"},
          .remarks = {{"A remark.", "说明。"}},
          .tables = {{{"Points", "各点"}, {"x", "y"}, {{"1", "2"}, {"3", "4"}}}},
          .figures = {{"line", {"A line", "一条直线"}}},
          .findings = {finding(Verdict::kHolds)},
          .sources = {{"app/demos/" + name + ".cpp", "int x;\n\nint y;\n"}}};
}

std::string page_of(const Chapter& one, Language language = Language::kEnglish) {
  return book_html({{"The book", "书"}, {"Made today", "今日"}, {one}}, language);
}

std::string page_of(const ChapterTable& table) {
  Chapter one = chapter(1, "lines");
  one.tables = {table};
  return page_of(one);
}

std::string page_of(const FigureFiles& files) {
  Chapter one = chapter(1, "lines");
  one.figures.front().files = files;
  return page_of(one);
}

/// All that a browser needs to know of a PNG: what it is, and 600 by 400 pixels.
std::string png_header() {
  return std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x01\x90", 24);
}

/// The names in `id="…"` or another attribute, in their order.
std::vector<std::string> attribute(const std::string& page, const std::string& name) {
  std::vector<std::string> values;
  const std::string start = " " + name + "=\"";
  for (size_t at = page.find(start); at != std::string::npos; at = page.find(start, at)) {
    at += start.size();
    values.push_back(page.substr(at, page.find('"', at) - at));
  }
  return values;
}

/// The tags that are closed in another order than they were opened, or never.
std::vector<std::string> badly_nested(const std::string& page) {
  static const std::set<std::string> kVoid = {"!DOCTYPE", "meta", "link", "img", "br"};
  std::vector<std::string> open, bad;
  for (size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const bool closes = page[at + 1] == '/';
    const size_t start = at + (closes ? 2 : 1);
    const auto name = page.substr(start, page.find_first_of(" >", start) - start);
    if (kVoid.contains(name)) continue;
    if (!closes) {
      open.push_back(name);
    } else if (!open.empty() && open.back() == name) {
      open.pop_back();
    } else {
      bad.push_back("/" + name);
    }
  }
  bad.insert(bad.end(), open.begin(), open.end());
  return bad;
}

}  // namespace

TEST_CASE("Base64 gives the test vectors of RFC 4648, and any byte") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64(std::string("\0\xff\xfb\xf0", 4)) == "AP/78A==");
}

TEST_CASE("Text is shown as it is, whatever is in it") {
  CHECK(html(kHostile) == kHarmless);
  CHECK(html("x₁ ≤ 连衣裙") == "x₁ ≤ 连衣裙");
  CHECK(html(std::string("a\nb\0c\xff", 6)) == "a b c?");
}

TEST_CASE("The page loads nothing, runs nothing and is well formed") {
  for (const auto language : {Language::kEnglish, Language::kChinese}) {
    const auto page = page_of(chapter(1, "lines"), language);
    CHECK_THAT(page, StartsWith("<!DOCTYPE html>\n<html lang=\""));
    CHECK_THAT(page, ContainsSubstring("default-src 'none'; img-src data:"));
    CHECK(occurrences(page, "<script") == 0);
    CHECK(occurrences(page, "://") == 0);
    CHECK(occurrences(page, "url(") == 0);
    CHECK(occurrences(page, "@import") == 0);
    CHECK(badly_nested(page).empty());
  }
}

TEST_CASE("The page speaks one language") {
  const auto english = page_of(chapter(1, "lines"));
  CHECK_THAT(english, ContainsSubstring("<html lang=\"en\">"));
  CHECK_THAT(english, ContainsSubstring("<h1>The book</h1>\n<p>Made today</p>"));
  CHECK(std::ranges::none_of(english.substr(english.find("<body>")),
                             [](char c) { return static_cast<unsigned char>(c) > 0xE3; }));
  const auto chinese = page_of(chapter(1, "lines"), Language::kChinese);
  CHECK_THAT(chinese, ContainsSubstring("<html lang=\"zh-CN\">"));
  for (const char* word : {"目录", "论断", "命令", "结果", "结论", "源代码", "成立", "今日"}) {
    CHECK_THAT(chinese, ContainsSubstring(word));
  }
}

TEST_CASE("Markup is harmless in every text of a chapter") {
  const Text bad = kHostile;
  const Chapter hostile{.number = 1,
                        .name = kHostile,
                        .title = bad,
                        .command = kHostile,
                        .claim = bad,
                        .setting = bad,
                        .remarks = {bad},
                        .tables = {{bad, {bad}, {{bad}}}},
                        .figures = {{kHostile, bad}},
                        .findings = {{bad, bad, bad, Verdict::kHolds}},
                        .sources = {{kHostile, kHostile}, {kHostile, kHostile}}};
  const auto page = book_html({bad, bad, {hostile}}, Language::kEnglish);
  CHECK(occurrences(page, "<script") == 0);
  CHECK(badly_nested(page).empty());
  CHECK(occurrences(page, ">" + kHarmless + "<") > 12);
}

TEST_CASE("The contents lead to every topic and give its claim and verdict") {
  Chapter second = chapter(2, "curves"), third = chapter(3, "planes");
  second.findings = {finding(Verdict::kHolds), finding(Verdict::kDoesNotHold)};
  third.findings = {finding(Verdict::kDoesNotHold)};
  const auto page = book_html({"B", "P", {chapter(1, "lines"), second, third}}, Language::kEnglish);
  const auto from = page.find("<nav id=\"contents\"");
  const auto contents = page.substr(from, page.find("</nav>", from) - from);
  for (const char* name : {"lines", "curves", "planes"}) {
    CHECK(occurrences(contents, fmt::format("href=\"#topic-{}\">Title of {}", name, name)) == 1);
    CHECK(occurrences(page, fmt::format("<article id=\"topic-{}\"", name)) == 1);
  }
  CHECK(occurrences(contents, "Lines are straight.") == 3);
  // Once for its topic and once in the tally.
  CHECK(occurrences(contents, "<span class=\"verdict holds\">holds</span>") == 2);
  CHECK(occurrences(contents, "<span class=\"verdict limits\">holds with limits</span>") == 2);
  CHECK(occurrences(contents, "<span class=\"verdict fails\">does not hold</span>") == 2);
}

TEST_CASE("Every link leads somewhere, and every id is there once") {
  const auto page =
      book_html({"B", "P", {chapter(1, "lines"), chapter(2, "curves")}}, Language::kEnglish);
  const auto ids = attribute(page, "id");
  const std::set<std::string> places(ids.begin(), ids.end());
  CHECK(places.size() == ids.size());
  for (const char* name : {"href", "aria-labelledby"}) {
    for (const auto& target : attribute(page.substr(page.find("<body>")), name)) {
      INFO(target);
      CHECK(places.contains(target.substr(target.starts_with('#') ? 1 : 0)));
    }
  }
}

TEST_CASE("A chapter has its claim, command, run, results, verdict and source, in this order") {
  Chapter one = chapter(7, "lines");
  one.findings.push_back(finding(Verdict::kDoesNotHold));
  const auto page = page_of(one);
  size_t at = page.find("<article");
  for (const char* part :
       {"<h2 id=\"title-lines\"><span class=\"place\">7</span> Title of lines</h2>",
        "Lines are straight.", "<code>gradus demo lines</code>", "20 points",
        "<a href=\"#source-lines\"><code>app/demos/lines.cpp</code></a>", "<h3>Results</h3>",
        "<table>", "A remark.", "<figure>", "<h3>Verdict</h3>", "smooth", ">holds<", "holds when",
        "0.5", ">does not hold<", "Taken together: <span class=\"verdict limits\">",
        "<h3>Source</h3>", "<details", "id=\"source-lines\""}) {
    INFO(part);
    const size_t next = page.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
}

TEST_CASE("What a chapter does not have leaves no trace") {
  Chapter bare;
  bare.name = "bare";
  const auto page = page_of(bare);
  CHECK(badly_nested(page).empty());
  for (const char* part : {"<h3>", "<dl", "<span class=\"verdict", "<ul", "<details"}) {
    CHECK(occurrences(page, part) == 0);
  }
}

TEST_CASE("A table has a caption, column heads and numbers to the right") {
  const auto page =
      page_of({"Values", {"net", "loss"}, {{"deep", "0.98 ± 0.01"}, {"3", "-"}, {"a short row"}}});
  CHECK_THAT(page, ContainsSubstring("<caption><span>Values</span></caption>"));
  CHECK_THAT(page, ContainsSubstring("<th scope=\"col\" style=\"min-width:11ch\">net</th>"));
  CHECK_THAT(page, ContainsSubstring("<th scope=\"col\" class=\"number\" style"));
  CHECK_THAT(page,
             ContainsSubstring("<tr><td>deep</td><td class=\"number\">0.98 ± 0.01</td></tr>"));
  CHECK_THAT(page, ContainsSubstring("<tr><td>a short row</td><td class=\"number\"></td></tr>"));
}

TEST_CASE("A column without a head names its rows") {
  const auto page = page_of({"Weights", {"", "w"}, {{"ours", "1"}, {"theirs", "2"}}});
  CHECK_THAT(page, ContainsSubstring("<thead><tr><td style=\"min-width:6ch\"></td><th scope"));
  CHECK_THAT(page, ContainsSubstring("<tr><th scope=\"row\">ours</th><td"));
}

TEST_CASE("A table that is wider than a phone can be scrolled with the keyboard, others not") {
  CHECK(occurrences(page_of({"T", {"x", "y"}, {{"1", "2"}}}), "<div class=\"scroll\">") == 1);
  const ChapterTable wide{"Wide", std::vector<Text>(8, "epoch"), {std::vector<Text>(8, "0.123")}};
  CHECK(occurrences(page_of(wide),
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                    "aria-label=\"Wide\">") == 1);
}

TEST_CASE("A figure stands in the page: the drawing, or its pixels where that is large") {
  const TemporaryFolder folder;
  const FigureFiles files{folder / "line.png", folder / "line.svg"};
  write_bytes(files.png, png_header());
  write_bytes(files.svg, "<svg/>");
  const auto drawn = page_of(files);
  CHECK_THAT(drawn, ContainsSubstring("<img alt=\"A line\" width=\"300\" height=\"200\""));
  CHECK_THAT(drawn, ContainsSubstring("src=\"data:image/svg+xml;base64,PHN2Zy8+\""));
  CHECK_THAT(drawn, ContainsSubstring("<figcaption>A line</figcaption>"));
  write_bytes(files.svg, std::string(200 * 1024 + 1, ' '));
  const auto pixels = page_of(files);
  CHECK_THAT(pixels, ContainsSubstring("data:image/png;base64," + base64(png_header())));
  CHECK(occurrences(pixels, "image/svg") == 0);
}

TEST_CASE("Figures of gnuplot have their size") {
  SKIP_WITHOUT_GNUPLOT();
  const TemporaryFolder folder;
  const auto figure =
      plot({.panels = {{.curves = {{.x = {0, 1}, .y = {0, 1}}}}}}, Language::kEnglish);
  const auto page = page_of(draw(figure, folder / "line"));
  CHECK_THAT(page, ContainsSubstring(
                       fmt::format("width=\"{}\" height=\"{}\"", figure.width, figure.height)));
  CHECK(badly_nested(page).empty());
}

TEST_CASE("A figure that was not drawn is said to be missing") {
  CHECK_THAT(page_of(FigureFiles{}), ContainsSubstring("Not drawn: gnuplot was not installed"));
  CHECK(occurrences(page_of(FigureFiles{}), "<img") == 0);
}

TEST_CASE("A figure whose file is gone or broken is named") {
  const TemporaryFolder folder;
  const FigureFiles files{folder / "line.png", folder / "line.svg"};
  CHECK_THROWS_MESSAGE(page_of(files), RunError, "line.png");
  write_bytes(files.svg, "<svg/>");
  write_bytes(files.png, "GIF");
  CHECK_THROWS_MESSAGE(page_of(files), RunError, "is no PNG");
}

TEST_CASE("A source file is listed with line numbers beside it") {
  const auto page = page_of(chapter(1, "lines"));
  CHECK_THAT(page, ContainsSubstring("<pre class=\"lines\" aria-hidden=\"true\">1\n2\n3\n</pre>"));
  CHECK_THAT(page, ContainsSubstring("<code>int x;\n\nint y;\n</code>"));
  CHECK_THAT(page, ContainsSubstring("<details class=\"file\">"));
}

TEST_CASE("Two source files stand side by side, line matched with line") {
  Chapter two = chapter(1, "twins");
  two.sources = {{"twin.cpp", "a <b>\n  c;\n\nd"}, {"twin.py", "A\n  C\n"}};
  const auto page = page_of(two);
  const auto row = [](int line, const std::string& left, const std::string& right) {
    return fmt::format(
        "<tr><td class=\"lines\">{}</td><td><code>{}</code></td><td><code>{}</code></td></tr>\n",
        line, left, right);
  };
  CHECK_THAT(page,
             ContainsSubstring("<th scope=\"col\">twin.cpp</th><th scope=\"col\">twin.py</th>"));
  CHECK_THAT(page,
             ContainsSubstring("<tbody>\n" + row(1, "a &lt;b&gt;", "A") + row(2, "  c;", "  C") +
                               row(3, "", "") + row(4, "d", "") + "</tbody>"));
  CHECK_THAT(page, ContainsSubstring("<details class=\"pair\" open>"));
  CHECK(occurrences(page, "href=\"#source-twins\"") == 2);
}
