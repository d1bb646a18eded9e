#include "chapter_json.h"

namespace gradus::demos {
namespace {

using Json = nlohmann::ordered_json;

/// The same words in every language, so that programs need to know one of them.
std::string verdict_key(report::Verdict verdict) {
  return report::to_text(verdict).en;
}

Json cells(const std::vector<report::Text>& row, report::Language language) {
  auto list = Json::array();
  for (const auto& cell : row) list.push_back(cell.in(language));
  return list;
}

}  // namespace

Json to_json(const report::Chapter& chapter, report::Language language) {
  Json document = {{"number", chapter.number},
                   {"name", chapter.name},
                   {"title", chapter.title.in(language)},
                   {"command", chapter.command},
                   {"claim", chapter.claim.in(language)},
                   {"run", chapter.setting.in(language)},
                   {"verdict", verdict_key(report::overall(chapter.findings))},
                   {"findings", Json::array()},
                   {"tables", Json::array()},
                   {"figures", Json::array()}};
  for (const auto& finding : chapter.findings) {
    document["findings"].push_back({{"claim", finding.claim.in(language)},
                                    {"rule", finding.rule.in(language)},
                                    {"measured", finding.measured.in(language)},
                                    {"verdict", verdict_key(finding.verdict)}});
  }
  for (const auto& table : chapter.tables) {
    Json rows = Json::array();
    for (const auto& row : table.rows) rows.push_back(cells(row, language));
    document["tables"].push_back({{"title", table.title.in(language)},
                                  {"header", cells(table.header, language)},
                                  {"rows", std::move(rows)}});
  }
  for (const auto& figure : chapter.figures) {
    document["figures"].push_back({{"caption", figure.caption.in(language)},
                                   {"png", figure.files.png.string()},
                                   {"svg", figure.files.svg.string()}});
  }
  return document;
}

}  // namespace gradus::demos
