#include "csv_table.h"

#include "gradus/core/threads.h"
#include "short_decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

namespace gradus::data {
namespace {

/// Calls `work(i, findings)` for i from 0 to `count` - 1, on all processors; `findings` are a
/// processor's own, and joined at the end.
template <typename Work>
std::vector<ColumnFindings> on_all_processors(size_t count, size_t columns, const Work& work) {
  std::atomic<size_t> next = 0;
  const auto take_what_is_left = [&] {
    std::vector<ColumnFindings> findings(columns);
    for (size_t i = next++; i < count; i = next++) work(i, findings);
    return findings;
  };
  const auto workers = std::min(static_cast<size_t>(available_processors()), count);
  std::vector<std::future<std::vector<ColumnFindings>>> others;
  // Where no thread is to be had, nothing is left for these to do when they are asked.
  for (size_t i = 1; i < workers; ++i) others.push_back(std::async(take_what_is_left));
  auto findings = take_what_is_left();
  for (auto& other : others) {
    const auto theirs = other.get();
    for (size_t i = 0; i < columns; ++i) findings[i].join(theirs[i]);
  }
  return findings;
}

}  // namespace

CsvTable::CsvTable(std::string file, CsvRecords records, const CsvFormat& format)
    : records_(std::move(records)), format_(format) {
  path = std::move(file);
  has_header = false;
  for (int64_t i = 0; i < records_.columns; ++i) names.push_back(fmt::format("column_{}", i));
}

void CsvTable::take_header() {
  for (int64_t i = 0; i < columns(); ++i) names[static_cast<size_t>(i)] = text_at(0, i);
  first_record_ = 1;
  has_header = true;
}

inline std::string_view CsvTable::raw(const CsvBlock& block, int64_t record, int64_t column) const {
  const auto* end = block.ends.data() + record * records_.columns + column;
  const uint32_t begin = column == 0 ? 0 : end[-1] + 1;
  return {block.bytes.data() + block.starts[static_cast<size_t>(record)] + begin, *end - begin};
}

std::string CsvTable::field(const CsvBlock& block, int64_t record, int64_t column) const {
  auto text = raw(block, record, column);
  if (!is_quoted(text)) return std::string(trim(text));
  text = text.substr(1, text.size() - 2);
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == format_.quote) ++i;  // doubled in the file
  }
  return std::string(trim(result));
}

inline bool CsvTable::parse(const CsvBlock& block, int64_t record, int64_t column,
                            double& value) const {
  const auto text = raw(block, record, column);
  const auto* const end = block.bytes.data() + block.bytes.size();
  const auto readable = static_cast<size_t>(end - text.data()) - text.size();
  if (ShortDecimal::parse(text, readable, value)) return true;
  return is_quoted(text) ? parse_field(field(block, record, column), value)
                         : parse_field(text, value);
}

NumberColumn CsvTable::numbers(int64_t column) const {
  NumberColumn result;
  result.values.resize(static_cast<size_t>(rows()));
  const auto read = [&](size_t i, std::vector<ColumnFindings>& findings) {
    const auto& block = records_.blocks[i];
    for (int64_t record = 0; record < block.records(); ++record) {
      const auto row = row_of(block, record);
      if (row < 0) continue;
      if (!parse(block, record, column, result.values[static_cast<size_t>(row)])) {
        findings[0].first_text = std::min(findings[0].first_text, row);
      }
    }
  };
  const auto findings = on_all_processors(records_.blocks.size(), 1, read);
  if (findings[0].first_text != ColumnFindings::kNone) result.first_text = findings[0].first_text;
  return result;
}

void CsvTable::read_block(const CsvBlock& block, const std::vector<int64_t>& columns, float* to,
                          std::vector<ColumnFindings>& findings) const {
  for (int64_t record = 0; record < block.records(); ++record) {
    const auto row = row_of(block, record);
    if (row < 0) continue;
    float* values = to + row * static_cast<int64_t>(columns.size());
    for (size_t i = 0; i < columns.size(); ++i) {
      double value = 0;
      if (!parse(block, record, columns[i], value)) {
        findings[i].first_text = std::min(findings[i].first_text, row);
      }
      values[i] = to_single(value, findings[i]);
    }
  }
}

std::vector<ColumnFindings> CsvTable::read_matrix(const std::vector<int64_t>& columns,
                                                  float* to) const {
  return on_all_processors(records_.blocks.size(), columns.size(),
                           [&](size_t i, std::vector<ColumnFindings>& findings) {
                             read_block(records_.blocks[i], columns, to, findings);
                           });
}

std::vector<std::optional<std::string>> CsvTable::texts(int64_t column) const {
  std::vector<std::optional<std::string>> result;
  result.reserve(static_cast<size_t>(rows()));
  for (const auto& block : records_.blocks) {
    for (int64_t record = 0; record < block.records(); ++record) {
      if (row_of(block, record) < 0) continue;
      auto text = field(block, record, column);
      result.push_back(is_missing(text) ? std::nullopt : std::optional(std::move(text)));
    }
  }
  return result;
}

std::string CsvTable::text_at(int64_t row, int64_t column) const {
  const auto record = row + first_record_;
  const auto& block = records_.block_of(record);
  return field(block, record - block.first_record, column);
}

std::string CsvTable::row_name(int64_t row) const {
  return fmt::format("line {}", records_.line_of(row + first_record_));
}

}  // namespace gradus::data
