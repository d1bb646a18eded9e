#include "book_parts.h"
#include "html.h"

#include <fmt/format.h>

namespace gradus::report {
namespace {

std::string heading(const Chapter& chapter, Language language) {
  return fmt::format(
      "<header>\n<h2 id=\"title-{}\"><span class=\"place\">{}</span> {}</h2>\n{}\n</header>\n",
      html(chapter.name), chapter.number, html(chapter.title, language),
      chapter.findings.empty() ? "" : verdict_badge(overall(chapter.findings), language));
}

/// What a chapter says about itself before any result; values are HTML.
std::string facts(const Chapter& chapter, Language language) {
  std::string text;
  const auto add = [&](const Text& label, const std::string& value) {
    text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", html(label, language), value);
  };
  if (!chapter.command.empty()) {
    add({"Command", "命令"}, "<code>" + html(chapter.command) + "</code>");
  }
  if (!chapter.setting.empty()) add({"What was run", "运行内容"}, html(chapter.setting, language));
  std::string links;
  for (const auto& source : chapter.sources) {
    links += fmt::format("{}<a href=\"#{}\"><code>{}</code></a>", links.empty() ? "" : "<br>",
                         source_id(chapter), html(source.path));
  }
  if (!links.empty()) add({"Source", "源代码"}, links);
  return text.empty() ? "" : "<dl class=\"facts\">\n" + text + "</dl>\n";
}

std::string results(const Chapter& chapter, Language language) {
  std::string text;
  for (const auto& table : chapter.tables) text += table_html(table, language);
  for (const auto& remark : chapter.remarks) text += "<p>" + html(remark, language) + "</p>\n";
  for (const auto& figure : chapter.figures) text += figure_html(figure, language);
  return text.empty() ? "" : "<h3>" + html({"Results", "结果"}, language) + "</h3>\n" + text;
}

std::string finding_html(const Finding& finding, Language language) {
  return fmt::format(
      "<li>\n<p class=\"judged\"><strong>{}</strong> {}</p>\n"
      "<dl>\n<dt>{}</dt><dd>{}</dd>\n<dt>{}</dt><dd>{}</dd>\n</dl>\n</li>\n",
      html(finding.claim, language), verdict_badge(finding.verdict, language),
      html({"Rule", "规则"}, language), html(finding.rule, language),
      html({"Measured", "实测"}, language), html(finding.measured, language));
}

std::string verdict(const Chapter& chapter, Language language) {
  if (chapter.findings.empty()) return "";
  std::string text = "<h3>" + html({"Verdict", "结论"}, language) + "</h3>\n";
  text += "<ul class=\"findings\">\n";
  for (const auto& finding : chapter.findings) text += finding_html(finding, language);
  return text + fmt::format("</ul>\n<p class=\"overall\">{} {}</p>\n",
                            html({"Taken together:", "总的结论："}, language),
                            verdict_badge(overall(chapter.findings), language));
}

}  // namespace

std::string topic_id(const Chapter& chapter) {
  return "topic-" + html(chapter.name);
}

std::string source_id(const Chapter& chapter) {
  return "source-" + html(chapter.name);
}

std::string verdict_badge(Verdict verdict, Language language) {
  const char* style = verdict == Verdict::kHolds             ? "holds"
                      : verdict == Verdict::kHoldsWithLimits ? "limits"
                                                             : "fails";
  return fmt::format("<span class=\"verdict {}\">{}</span>", style,
                     html(to_text(verdict), language));
}

std::string chapter_html(const Chapter& chapter, Language language) {
  return fmt::format("<article id=\"{}\" aria-labelledby=\"title-{}\">\n", topic_id(chapter),
                     html(chapter.name)) +
         heading(chapter, language) +
         fmt::format("<p class=\"claim\"><span>{}</span> {}</p>\n",
                     html({"Claim", "论断"}, language), html(chapter.claim, language)) +
         facts(chapter, language) + results(chapter, language) + verdict(chapter, language) +
         listing_html(chapter, language) +
         fmt::format("<p class=\"back\"><a href=\"#contents\">{}</a></p>\n</article>\n",
                     html({"Back to the contents", "返回目录"}, language));
}

}  // namespace gradus::report
