#include "book_parts.h"
#include "gradus/report/text_width.h"
#include "html.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::report {
namespace {

struct Column {
  bool names;        // of its rows, where the head says nothing
  bool numbers;      // right-aligned, never broken
  size_t min_width;  // in characters, of its cells; wider texts are broken
};

bool is_number(std::string_view cell) {
  constexpr std::string_view kOthers = " .,+-/%[]eE±−×–";
  const bool has_digit = cell.find_first_of("0123456789") != std::string_view::npos;
  return has_digit && std::ranges::all_of(cell, [&](char c) {
           return (c >= '0' && c <= '9') || kOthers.find(c) != std::string_view::npos;
         });
}

/// What stands among numbers where there is none.
bool is_no_number(std::string_view cell) {
  constexpr std::string_view kSigns[] = {"", "-", "–", "—", "NaN", "nan", "inf", "∞"};
  return std::ranges::find(kSigns, cell) != std::end(kSigns);
}

Column column_of(const ChapterTable& table, size_t index, Language language) {
  constexpr size_t kLongest = 14;  // of what is kept on one line in a column of words
  size_t widest = 1;
  bool numbers = true, any = false;
  for (const auto& row : table.rows) {
    if (index >= row.size()) continue;
    const auto& cell = row[index].in(language);
    widest = std::max(widest, display_width(cell));
    numbers = numbers && (is_number(cell) || is_no_number(cell));
    any = any || is_number(cell);
  }
  const size_t head = std::min(display_width(table.header[index].in(language)), kLongest);
  numbers = numbers && any;
  return {head == 0, numbers, std::max(head, numbers ? widest : std::min(widest, kLongest))};
}

std::string cells(const std::vector<Text>& row, const std::vector<Column>& columns,
                  Language language) {
  std::string line;
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto content = i < row.size() ? html(row[i], language) : "";
    const auto& column = columns[i];
    line += column.names     ? "<th scope=\"row\">" + content + "</th>"
            : column.numbers ? "<td class=\"number\">" + content + "</td>"
                             : "<td>" + content + "</td>";
  }
  return line;
}

std::string head(const ChapterTable& table, const std::vector<Column>& columns, Language language) {
  std::string line;
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto content = html(table.header[i], language);
    const char* tag = content.empty() ? "td" : "th";  // no head without a text
    line +=
        fmt::format("<{0}{1}{2} style=\"min-width:{3}ch\">{4}</{0}>", tag,
                    content.empty() ? "" : " scope=\"col\"",
                    columns[i].numbers ? " class=\"number\"" : "", columns[i].min_width, content);
  }
  return line;
}

}  // namespace

std::string table_html(const ChapterTable& table, Language language) {
  constexpr size_t kPhone = 32;  // characters of a row that a phone shows without scrolling
  std::vector<Column> columns;
  size_t width = 0;
  for (size_t i = 0; i < table.header.size(); ++i) {
    columns.push_back(column_of(table, i, language));
    width += columns.back().min_width + 3;  // with the room between columns
  }
  const auto title = html(table.title, language);
  std::string text = "<div class=\"scroll\"";
  if (width > kPhone)
    text += fmt::format(" tabindex=\"0\" role=\"group\" aria-label=\"{}\"", title);
  text +=
      fmt::format(">\n<table>\n<caption><span>{}</span></caption>\n<thead><tr>{}</tr></thead>\n",
                  title, head(table, columns, language));
  text += "<tbody>\n";
  for (const auto& row : table.rows) text += "<tr>" + cells(row, columns, language) + "</tr>\n";
  return text + "</tbody>\n</table>\n</div>\n";
}

}  // namespace gradus::report
