#include "csv_table.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gradus::data {
namespace {

/// The candidate that the first line has most of, outside of quotes; a comma where it has none.
char sniff_separator(InputFile& file, char quote) {
  std::string start(1 << 16, '\0');
  start.resize(file.read(start.data(), start.size()));
  file.rewind();
  const auto begin = start.find_first_not_of("\r\n");
  bool quoted = false;
  std::array<int64_t, 3> counts{};
  constexpr std::string_view kCandidates = ",;\t";
  for (size_t i = begin; i < start.size(); ++i) {
    if (start[i] == quote) quoted = !quoted;
    if (quoted) continue;
    if (start[i] == '\n' || start[i] == '\r') break;
    const auto candidate = kCandidates.find(start[i]);
    if (candidate != std::string_view::npos) ++counts[candidate];
  }
  return kCandidates[static_cast<size_t>(std::ranges::max_element(counts) - counts.begin())];
}

bool looks_like_header(const Table& table) {
  for (int64_t i = 0; i < table.columns(); ++i) {
    double ignored = 0;
    if (parse_number(table.text_at(0, i), ignored)) return false;
  }
  return true;
}

}  // namespace

std::unique_ptr<Table> open_csv(InputFile& file, const TableOptions& options, bool tabs) {
  const auto separator = options.separator != 0 ? options.separator
                         : tabs                 ? '\t'
                                                : sniff_separator(file, options.quote);
  const CsvFormat format{separator, options.quote};
  require_memory(file.path(), file.size());
  auto table = std::make_unique<CsvTable>(file.path(), scan_csv(file, format), format);
  using Choice = TableOptions::Choice;
  const bool header =
      options.header == Choice::kAuto ? looks_like_header(*table) : options.header == Choice::kYes;
  if (header) table->take_header();
  return table;
}

}  // namespace gradus::data
