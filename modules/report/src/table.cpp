#include "gradus/report/table.h"

#include "gradus/core/settings.h"
#include "gradus/report/text_width.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kMinText = 6;  // columns are not shortened below this

// A number, perhaps with a unit sign, or a mark for 'none'.
bool looks_numeric(std::string cell) {
  for (const char* suffix : {"%", " "}) {
    if (cell.ends_with(suffix)) cell.pop_back();
  }
  double ignored = 0;
  return cell.empty() || cell == "-" || parse_real(cell, ignored);
}

}  // namespace

Table::Table(std::vector<std::string> header) {
  for (auto& cell : header) cell = printable(cell);
  rows_.push_back(std::move(header));
}

Table& Table::add_row(std::vector<std::string> cells) {
  if (cells.size() > rows_.front().size()) throw std::invalid_argument("more cells than columns");
  cells.resize(rows_.front().size());
  for (auto& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
  return *this;
}

bool Table::is_numeric(size_t column) const {
  return rows_.size() > 1 && std::all_of(rows_.begin() + 1, rows_.end(), [&](const auto& row) {
           return looks_numeric(row[column]);
         });
}

std::vector<size_t> Table::widths(size_t limit) const {
  std::vector<size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  while (total > limit) {
    size_t* widest = nullptr;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (!is_numeric(i) && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr || *widest <= kMinText) break;
    --*widest, --total;
  }
  return widths;
}

std::string Table::to_string(const Terminal& terminal) const {
  const auto widths = this->widths(static_cast<size_t>(terminal.width));
  std::string text;
  const auto end_line = [&] {
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  };
  for (size_t r = 0; r < rows_.size(); ++r) {
    for (size_t i = 0; i < widths.size(); ++i) {
      const std::string cell = shorten(rows_[r][i], widths[i], terminal.unicode);
      const std::string fill(widths[i] - std::min(widths[i], display_width(cell)), ' ');
      if (i > 0) text.append(kGap, ' ');
      text += is_numeric(i) ? fill + cell : cell + fill;
    }
    end_line();
    if (r > 0) continue;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) text.append(kGap, ' ');
      for (size_t dash = 0; dash < widths[i]; ++dash) text += terminal.unicode ? "─" : "-";
    }
    end_line();
  }
  return text;
}

}  // namespace gradus::report
