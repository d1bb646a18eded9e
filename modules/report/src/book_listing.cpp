#include "book_parts.h"
#include "html.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::report {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Line numbers beside the text, not in it: they are not copied with it.
std::string one_file(const Source& source) {
  std::string numbers, text;
  for (const auto& line : lines_of(source.text)) {
    text += html(line) + '\n';
    numbers += fmt::format("{}\n", 1 + std::ranges::count(numbers, '\n'));
  }
  return fmt::format(
      "<pre class=\"lines\" aria-hidden=\"true\">{}</pre><pre translate=\"no\"><code>{}</code>"
      "</pre>",
      numbers, text);
}

/// A row a line, so that a line that is broken keeps its partner.
std::string side_by_side(const std::vector<Source>& sources, Language language) {
  std::vector<std::vector<std::string_view>> files;
  size_t rows = 0;
  std::string text = fmt::format("<table translate=\"no\">\n<thead><tr><th scope=\"col\">{}</th>",
                                 html({"line", "行"}, language));
  for (const auto& source : sources) {
    files.push_back(lines_of(source.text));
    rows = std::max(rows, files.back().size());
    text += fmt::format("<th scope=\"col\">{}</th>", html(source.path));
  }
  text += "</tr></thead>\n<tbody>\n";
  for (size_t i = 0; i < rows; ++i) {
    text += fmt::format("<tr><td class=\"lines\">{}</td>", i + 1);
    for (const auto& lines : files) {
      text += "<td><code>" + (i < lines.size() ? html(lines[i]) : "") + "</code></td>";
    }
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}

}  // namespace

std::string listing_html(const Chapter& chapter, Language language) {
  if (chapter.sources.empty()) return "";
  const bool several = chapter.sources.size() > 1;
  std::string paths;
  for (const auto& source : chapter.sources) {
    paths += (paths.empty() ? "" : " · ") + html(source.path);
  }
  return fmt::format(
      "<h3>{}</h3>\n<details class=\"{}\"{}>\n<summary><code>{}</code></summary>\n"
      "<div id=\"{}\" class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>\n"
      "</details>\n",
      html({"Source", "源代码"}, language), several ? "pair" : "file", several ? " open" : "",
      paths, source_id(chapter), paths,
      several ? side_by_side(chapter.sources, language) : one_file(chapter.sources.front()));
}

}  // namespace gradus::report
