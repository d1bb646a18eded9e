#include "table_target.h"

#include "gradus/core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace gradus::data {
namespace {

/// A column of labels: each row's name, as an index into the different ones.
struct Labels {
  static constexpr int64_t kMissing = -1;
  std::vector<int64_t> rows;
  std::vector<std::string> names;
  std::vector<std::string> classes;  ///< the names of rows that stay, sorted
};

/// Numbers the different values of a column as they come.
template <typename Value>
class Distinct {
 public:
  int64_t number(const Value& value, bool stays) {
    const auto [found, added] = numbers_.try_emplace(value, static_cast<int64_t>(values_.size()));
    if (added) {
      values_.push_back(value);
      stay_.push_back(false);
    }
    if (stays) stay_[static_cast<size_t>(found->second)] = true;
    return found->second;
  }
  const std::vector<Value>& values() const { return values_; }
  /// Those that a row which stays has.
  std::vector<Value> sorted() const {
    std::vector<Value> result;
    for (size_t i = 0; i < values_.size(); ++i) {
      if (stay_[i]) result.push_back(values_[i]);
    }
    std::ranges::sort(result);
    return result;
  }

 private:
  std::unordered_map<Value, int64_t> numbers_;
  std::vector<Value> values_;
  std::vector<bool> stay_;
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
  std::vector<double> different;  // few: searching them is faster than any index
  for (const auto value : numbers.values) {
    if (std::isnan(value)) continue;
    if (!is_whole(value)) return {Task::kRegression, "it has fractions"};
    if (std::ranges::find(different, value) == different.end()) different.push_back(value);
    if (static_cast<int64_t>(different.size()) > limit) {
      return {Task::kRegression, fmt::format("it has more than {} different whole numbers", limit)};
    }
  }
  return {Task::kClassification, fmt::format("it has only {} different whole numbers in {} rows",
                                             different.size(), table.rows())};
}

Labels text_labels(const Table& table, int64_t column, const ColumnReader& reader) {
  Labels labels;
  Distinct<std::string> different;
  for (const auto& text : table.texts(column)) {
    const auto row = static_cast<int64_t>(labels.rows.size());
    labels.rows.push_back(text ? different.number(*text, reader.keeps(row)) : Labels::kMissing);
  }
  labels.names = different.values();
  labels.classes = different.sorted();
  return labels;
}

Labels number_labels(const Table& table, int64_t column, const NumberColumn& numbers,
                     const ColumnReader& reader) {
  Labels labels;
  Distinct<double> different;
  for (const auto value : numbers.values) {
    const auto row = static_cast<int64_t>(labels.rows.size());
    if (!std::isnan(value) && !is_whole(value)) {
      refuse_value(table, row, column,
                   fmt::format("'{}' is not a class: expected whole numbers or text",
                               table.text_at(row, column)));
    }
    labels.rows.push_back(std::isnan(value) ? Labels::kMissing
                                            : different.number(value, reader.keeps(row)));
  }
  for (const auto value : different.values())
    labels.names.push_back(name_of(value, numbers.boolean));
  for (const auto value : different.sorted())
    labels.classes.push_back(name_of(value, numbers.boolean));
  return labels;
}

/// The first few classes, for messages.
std::string list(std::vector<std::string> classes) {
  constexpr size_t kShown = 12;
  const bool more = classes.size() > kShown;
  classes.resize(std::min(classes.size(), kShown));
  return fmt::format("{}{}", fmt::join(classes, ", "), more ? ", …" : "");
}

/// The number of each name's class, `kMissing` for what is no class.
std::vector<int64_t> class_numbers(const Labels& labels, const std::vector<std::string>& classes) {
  std::unordered_map<std::string, int64_t> numbers;
  for (const auto& name : classes) numbers.emplace(name, static_cast<int64_t>(numbers.size()));
  std::vector<int64_t> result;
  for (const auto& name : labels.names) {
    const auto found = numbers.find(name);
    result.push_back(found == numbers.end() ? Labels::kMissing : found->second);
  }
  return result;
}

/// The number of each row's class; rows that are left out get any. Refuses what is no class.
torch::Tensor number_rows(const Table& table, int64_t column, const Labels& labels,
                          const std::vector<std::string>& classes, ColumnReader& reader) {
  const auto numbers = class_numbers(labels, classes);
  auto result = torch::zeros({table.rows()}, torch::kInt64);
  auto* to = result.data_ptr<int64_t>();
  for (int64_t row = 0; row < table.rows(); ++row) {
    const auto label = labels.rows[static_cast<size_t>(row)];
    if (label == Labels::kMissing) reader.missing(row, column, true);
    if (!reader.keeps(row)) continue;
    const auto number = numbers[static_cast<size_t>(label)];
    if (number == Labels::kMissing) {
      refuse_value(table, row, column,
                   fmt::format("label '{}': expected one of {}",
                               labels.names[static_cast<size_t>(label)], list(classes)));
    }
    to[row] = number;
  }
  return result;
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
