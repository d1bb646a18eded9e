#include "gradus/data/tabular.h"

#include "gradus/core/error.h"
#include "table_columns.h"
#include "table_target.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace gradus::data {
namespace {

bool contains(const std::vector<int64_t>& columns, int64_t column) {
  return std::ranges::find(columns, column) != columns.end();
}

std::vector<int64_t> target_columns(const Table& table, const std::string& target) {
  if (target.empty()) return {table.columns() - 1};
  // A name may have commas in it.
  if (std::ranges::find(table.names, target) != table.names.end()) {
    return {find_column(table, target)};
  }
  std::vector<int64_t> columns;
  for (size_t begin = 0; begin <= target.size();) {
    const auto end = std::min(target.find(',', begin), target.size());
    columns.push_back(find_column(table, target.substr(begin, end - begin)));
    begin = end + 1;
  }
  return columns;
}

/// Enough names to see what was meant.
std::string few_names(const std::vector<std::string>& names) {
  constexpr size_t kShown = 5;
  if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{}, …", fmt::join(names.begin(), names.begin() + kShown, ", "));
}

/// The columns called `names`, in that order. Throws `DataError` with all that are missing.
std::vector<int64_t> named_columns(const Table& table, const std::vector<std::string>& names) {
  std::vector<int64_t> columns;
  std::vector<std::string> missing;
  for (const auto& name : names) {
    const auto found = std::ranges::find(table.names, name);
    if (found == table.names.end()) missing.push_back("'" + name + "'");
    columns.push_back(found - table.names.begin());
  }
  if (missing.empty()) return columns;
  throw DataError("{}: {} of the model's {} columns are missing: {}; the file has {}: {}",
                  table.path, missing.size(), names.size(), few_names(missing), table.columns(),
                  few_names(table.names));
}

std::vector<int64_t> feature_columns(const Table& table, const TableOptions& options,
                                     const std::vector<int64_t>& targets) {
  if (!options.feature_names.empty() && table.has_header) {
    return named_columns(table, options.feature_names);
  }
  std::vector<int64_t> ignored;
  for (const auto& name : options.ignore) ignored.push_back(find_column(table, name));
  std::vector<int64_t> columns;
  for (int64_t i = 0; i < table.columns(); ++i) {
    if (!contains(targets, i) && !contains(ignored, i)) columns.push_back(i);
  }
  if (columns.empty()) {
    throw DataError(
        "{}: {} column(s), none left for features beside the target: is the separator right "
        "(--separator)?",
        table.path, table.columns());
  }
  if (!options.feature_names.empty() && columns.size() != options.feature_names.size()) {
    throw DataError("{}: {} feature columns without names: the model expects {}", table.path,
                    columns.size(), options.feature_names.size());
  }
  return columns;
}

void add_note(std::string& note, const std::string& text) {
  note += (note.empty() ? "" : "; ") + text;
}

}  // namespace

Dataset read_table(const std::filesystem::path& path, const TableOptions& options) {
  const auto table = open_table(path, options);
  check_table(*table);
  const auto targets = target_columns(*table, options.target);
  const auto features = feature_columns(*table, options, targets);
  Dataset dataset;
  dataset.name = path.stem().string();
  ColumnReader reader(*table, options.missing);
  for (const auto column : features) dataset.feature_names.push_back(table->name(column));
  dataset.inputs = reader.numbers(features, false);
  read_target(*table, targets, options, reader, dataset);
  if (!table->has_header) add_note(dataset.note, "no header, columns counted from 0");
  if (reader.dropped() > 0) {
    if (reader.dropped() == table->rows()) {
      throw DataError("{}: every row has missing values: none is left", table->path);
    }
    dataset = dataset.subset(reader.kept());
    add_note(dataset.note, fmt::format("{} of {} rows left out for missing values",
                                       reader.dropped(), table->rows()));
  }
  validate(dataset);
  return dataset;
}

torch::Tensor read_features(const std::filesystem::path& path,
                            const std::vector<std::string>& feature_names,
                            const TableOptions& options) {
  const auto table = open_table(path, options);
  check_table(*table);
  std::vector<int64_t> columns;
  const bool unnamed = std::ranges::all_of(feature_names, &std::string::empty);
  if (table->has_header && !unnamed) {
    columns = named_columns(*table, feature_names);
  } else {
    for (int64_t i = 0; i < table->columns(); ++i) columns.push_back(i);
    if (columns.size() != feature_names.size()) {
      throw DataError(
          "{}: {} columns{}: the model expects {}{}", table->path, columns.size(),
          table->has_header ? "" : " without a header", feature_names.size(),
          unnamed ? ", which have no names" : fmt::format(" ({})", few_names(feature_names)));
    }
  }
  return ColumnReader(*table, std::nullopt).numbers(columns, false);
}

bool is_table_path(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 5> kEndings = {".csv", ".tsv", ".parquet", ".feather",
                                                        ".arrow"};
  return std::ranges::find(kEndings, path.extension().string()) != kEndings.end();
}

}  // namespace gradus::data
