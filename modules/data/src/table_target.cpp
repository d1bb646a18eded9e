#include "table_target.h"

#include "gradus/core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace gradus::data {
namespace {

/// A column of labels: a number or a text for each row.
struct Labels {
  std::vector<std::optional<std::string>> names;  ///< nothing where missing
  std::vector<std::string> classes;               ///< sorted, without repeats
};

bool is_whole(double value) {
  return std::isfinite(value) && value == std::floor(value);
}

std::string name_of(double value, bool boolean) {
  if (boolean) return value != 0 ? "true" : "false";
  // Adding zero turns -0 into 0.
  return fmt::format("{:.0f}", value + 0.0);
}

int64_t most_classes(int64_t rows) {
  return std::max<int64_t>(2, std::min<int64_t>(20, rows / 10));
}

/// Decides for `TableOptions::task` unset: the task and the reason.
std::pair<Task, std::string> guess_task(const Table& table, const NumberColumn& numbers) {
  if (numbers.first_text) return {Task::kClassification, "it is text"};
  if (numbers.boolean) return {Task::kClassification, "it is boolean"};
  const auto limit = most_classes(table.rows());
  std::set<double> different;
  for (const auto value : numbers.values) {
    if (std::isnan(value)) continue;
    if (!is_whole(value)) return {Task::kRegression, "it has fractions"};
    different.insert(value);
    if (static_cast<int64_t>(different.size()) > limit) {
      return {Task::kRegression, fmt::format("it has more than {} different whole numbers", limit)};
    }
  }
  return {Task::kClassification, fmt::format("it has only {} different whole numbers in {} rows",
                                             different.size(), table.rows())};
}

Labels text_labels(const Table& table, int64_t column, const ColumnReader& reader) {
  Labels labels{table.texts(column), {}};
  std::set<std::string> different;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const auto& name = labels.names[static_cast<size_t>(row)];
    if (name && reader.keeps(row)) different.insert(*name);
  }
  labels.classes.assign(different.begin(), different.end());
  return labels;
}

Labels number_labels(const Table& table, int64_t column, const NumberColumn& numbers,
                     const ColumnReader& reader) {
  Labels labels;
  std::set<double> different;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const auto value = numbers.values[static_cast<size_t>(row)];
    if (std::isnan(value)) {
      labels.names.emplace_back();
      continue;
    }
    if (!is_whole(value)) {
      refuse_value(table, row, column,
                   fmt::format("'{}' is not a class: expected whole numbers or text",
                               table.text_at(row, column)));
    }
    if (reader.keeps(row)) different.insert(value);
    labels.names.emplace_back(name_of(value, numbers.boolean));
  }
  for (const auto value : different) labels.classes.push_back(name_of(value, numbers.boolean));
  return labels;
}

/// The first few classes, for messages.
std::string list(std::vector<std::string> classes) {
  constexpr size_t kShown = 12;
  const bool more = classes.size() > kShown;
  classes.resize(std::min(classes.size(), kShown));
  return fmt::format("{}{}", fmt::join(classes, ", "), more ? ", …" : "");
}

/// The number of each row's class; rows that are left out get any. Refuses what is no class.
torch::Tensor number_rows(const Table& table, int64_t column, const Labels& labels,
                          const std::vector<std::string>& classes, ColumnReader& reader) {
  std::map<std::string, int64_t> numbers;
  for (const auto& name : classes) numbers.emplace(name, static_cast<int64_t>(numbers.size()));
  std::vector<int64_t> result(static_cast<size_t>(table.rows()), 0);
  for (int64_t row = 0; row < table.rows(); ++row) {
    const auto& name = labels.names[static_cast<size_t>(row)];
    if (!name) reader.missing(row, column, true);
    if (!reader.keeps(row)) continue;
    const auto found = numbers.find(*name);
    if (found == numbers.end()) {
      refuse_value(table, row, column,
                   fmt::format("label '{}': expected one of {}", *name, list(classes)));
    }
    result[static_cast<size_t>(row)] = found->second;
  }
  return torch::tensor(result, torch::kInt64);
}

void read_classes(const Table& table, int64_t column, const NumberColumn& numbers,
                  const std::vector<std::string>& expected, ColumnReader& reader,
                  Dataset& dataset) {
  const auto labels = numbers.first_text ? text_labels(table, column, reader)
                                         : number_labels(table, column, numbers, reader);
  dataset.class_names = expected.empty() ? labels.classes : expected;
  dataset.targets = number_rows(table, column, labels, dataset.class_names, reader);
  if (dataset.outputs() < 2) {
    throw DataError("{}: column '{}' has one class only ({}): expected at least two", table.path,
                    table.name(column), list(labels.classes));
  }
}

}  // namespace

void read_target(const Table& table, const std::vector<int64_t>& columns,
                 const TableOptions& options, ColumnReader& reader, Dataset& dataset) {
  for (const auto column : columns) dataset.target_names.push_back(table.name(column));
  if (columns.size() > 1) {
    if (options.task == Task::kClassification) {
      throw UsageError("target '{}': classification takes one column", options.target);
    }
    dataset.task = Task::kRegression;
    dataset.targets = reader.numbers(columns, true);
    return;
  }
  const auto column = columns.front();
  const auto numbers = table.numbers(column);
  dataset.task = Task::kClassification;
  if (options.task) {
    dataset.task = *options.task;
  } else if (options.class_names.empty()) {
    const auto [task, reason] = guess_task(table, numbers);
    dataset.task = task;
    dataset.note =
        fmt::format("target '{}' taken for {}, as {} (--task says otherwise)", table.name(column),
                    task == Task::kClassification ? "classes" : "numbers", reason);
  }
  if (dataset.task == Task::kClassification) {
    read_classes(table, column, numbers, options.class_names, reader, dataset);
  } else {
    dataset.targets = reader.numbers(columns, true);
  }
}

}  // namespace gradus::data
