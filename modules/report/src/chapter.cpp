#include "gradus/report/chapter.h"

#include "gradus/report/table.h"
#include "gradus/report/text_width.h"

#include <algorithm>

namespace gradus::report {
namespace {

constexpr size_t kMaxLine = 96;

size_t line_width(const Terminal& terminal) {
  return std::clamp<size_t>(static_cast<size_t>(terminal.width), 40, kMaxLine);
}

/// `label text`, wrapped, with the following lines indented as far as the text. Chinese is broken
/// between any two characters.
std::string paragraph(const std::string& label, const std::string& text, const Terminal& terminal) {
  const size_t indent = display_width(label);
  std::string result;
  for (const auto& line : wrap_any(text, line_width(terminal) - indent)) {
    result += (result.empty() ? label : std::string(indent, ' ')) + line + '\n';
  }
  return result;
}

std::string coloured(const std::string& text, Verdict verdict, const Terminal& terminal) {
  if (!terminal.colour) return text;
  const char* colour = verdict == Verdict::kHolds             ? "\x1b[1;32m"
                       : verdict == Verdict::kHoldsWithLimits ? "\x1b[1;33m"
                                                              : "\x1b[1;31m";
  return colour + text + "\x1b[0m";
}

}  // namespace

std::string heading_text(const Chapter& chapter, const Terminal& terminal, Language language) {
  const auto title = fmt::format("{}. {}", chapter.number, chapter.title.in(language));
  std::string rule;
  for (size_t i = 0; i < display_width(title); ++i) rule += terminal.unicode ? "═" : "=";
  return title + '\n' + rule + '\n' +
         paragraph(Text{"Claim: ", "论断："}.in(language), chapter.claim.in(language), terminal) +
         '\n';
}

std::string setting_text(const Chapter& chapter, const Terminal& terminal, Language language) {
  return paragraph(Text{"Run: ", "运行："}.in(language), chapter.setting.in(language), terminal) +
         '\n';
}

std::string remark_text(const Text& remark, const Terminal& terminal, Language language) {
  return paragraph("", remark.in(language), terminal) + '\n';
}

std::string table_text(const ChapterTable& table, const Terminal& terminal, Language language) {
  const auto row_of = [&](const std::vector<Text>& cells) {
    std::vector<std::string> row;
    for (const auto& cell : cells) row.push_back(cell.in(language));
    return row;
  };
  Table plain(row_of(table.header));
  for (const auto& row : table.rows) plain.add_row(row_of(row));
  return paragraph("", table.title.in(language), terminal) + plain.to_string(terminal) + '\n';
}

std::string verdict_text(const Chapter& chapter, const Terminal& terminal, Language language) {
  const auto say = [&](const Text& label, const Text& what) {
    return paragraph("  " + label.in(language), what.in(language), terminal);
  };
  std::string text;
  for (const auto& finding : chapter.findings) {
    const auto word = to_text(finding.verdict).in(language);
    text += coloured(fmt::format("[{}]", word), finding.verdict, terminal) + '\n';
    text += say({"claim:    ", "论断："}, finding.claim);
    text += say({"rule:     ", "规则："}, finding.rule);
    text += say({"measured: ", "实测："}, finding.measured) + '\n';
  }
  const auto verdict = overall(chapter.findings);
  text += Text{"Verdict: ", "结论："}.in(language) +
          coloured(to_text(verdict).in(language), verdict, terminal) + '\n';
  if (chapter.findings.size() > 1) text += paragraph("  ", overall_rule().in(language), terminal);
  return text + '\n';
}

}  // namespace gradus::report
