#include "gradus/report/book.h"

#include "book_parts.h"
#include "html.h"

#include <fmt/format.h>

namespace gradus::report {
namespace {

std::string head(const Book& book, Language language) {
  // The policy lets no browser load or run anything that is not in the page.
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n",
      Text{"en", "zh-CN"}.in(language), html(book.title, language), kBookStyle);
}

/// The chapters' titles beside the text, where the window is wide enough.
std::string side_list(const Book& book, Language language) {
  std::string text = fmt::format("<nav class=\"side\" aria-label=\"{}\">\n<ol>\n",
                                 html({"Topics", "各主题"}, language));
  for (const auto& chapter : book.chapters) {
    text +=
        fmt::format("<li><a href=\"#{}\"><span class=\"place\">{}</span><span>{}</span></a></li>\n",
                    topic_id(chapter), chapter.number, html(chapter.title, language));
  }
  return text + "</ol>\n</nav>\n";
}

/// How many topics have which verdict.
std::string tally(const Book& book, Language language) {
  std::string text;
  for (const auto verdict : {Verdict::kHolds, Verdict::kHoldsWithLimits, Verdict::kDoesNotHold}) {
    int count = 0;
    for (const auto& chapter : book.chapters) {
      if (!chapter.findings.empty() && overall(chapter.findings) == verdict) ++count;
    }
    if (count > 0) text += fmt::format("<li>{} {}</li>\n", verdict_badge(verdict, language), count);
  }
  return text.empty() ? "" : "<ul class=\"tally\">\n" + text + "</ul>\n";
}

std::string contents_entry(const Chapter& chapter, Language language) {
  return fmt::format(
      "<li><span class=\"place\">{}</span><a href=\"#{}\">{}</a><div>{}</div><p>{}</p></li>\n",
      chapter.number, topic_id(chapter), html(chapter.title, language),
      chapter.findings.empty() ? "" : verdict_badge(overall(chapter.findings), language),
      html(chapter.claim, language));
}

std::string contents(const Book& book, Language language) {
  std::string text = fmt::format(
      "<nav id=\"contents\" aria-labelledby=\"contents-title\">\n"
      "<h2 id=\"contents-title\">{}</h2>\n{}<ol>\n",
      html({"Contents", "目录"}, language), tally(book, language));
  for (const auto& chapter : book.chapters) text += contents_entry(chapter, language);
  return text + "</ol>\n</nav>\n";
}

}  // namespace

std::string book_html(const Book& book, Language language) {
  std::string page = head(book, language);
  page += fmt::format("<body>\n<a class=\"skip\" href=\"#text\">{}</a>\n",
                      html({"Skip to the text", "跳到正文"}, language));
  page += side_list(book, language);
  page += fmt::format(
      "<main id=\"text\" tabindex=\"-1\">\n<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n",
      html(book.title, language), html(book.preface, language));
  page += contents(book, language);
  for (const auto& chapter : book.chapters) page += chapter_html(chapter, language);
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace gradus::report
