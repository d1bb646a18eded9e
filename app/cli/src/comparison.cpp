#include "comparison.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/core/suggest.h"
#include "gradus/report/progress.h"
#include "gradus/report/table.h"
#include "gradus/training/monitor.h"
#include "wide_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <ranges>
#include <set>

namespace gradus::cli {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

using Runs = std::vector<RunRecord>;

ComparisonColumn texts(std::string name, const Runs& runs,
                       const std::function<std::string(const RunRecord&)>& text) {
  ComparisonColumn column{std::move(name), {}, {}};
  for (const auto& run : runs) column.cells.push_back(text(run));
  return column;
}

ComparisonColumn numbers(std::string name, const Runs& runs,
                         const std::function<double(const RunRecord&)>& value,
                         const std::function<std::string(double)>& text = report::short_number) {
  ComparisonColumn column{std::move(name), {}, {}};
  for (const auto& run : runs) {
    column.numbers.push_back(value(run));
    const double number = column.numbers.back();
    column.cells.push_back(std::isnan(number) ? "-" : text(number));
  }
  return column;
}

std::string whole(double value) {
  return fmt::format("{:.0f}", value);
}

double metric_of(const RunRecord& run, const std::string& name) {
  const auto found =
      std::ranges::find_if(run.test_metrics, [&](const auto& m) { return m.first == name; });
  return found == run.test_metrics.end() ? kNone : found->second;
}

std::vector<std::string> metric_names(const Runs& runs) {
  std::vector<std::string> names;
  for (const auto& run : runs) {
    for (const auto& [name, value] : run.test_metrics) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

double last_validation_loss(const RunRecord& run) {
  const auto& epochs = run.history.epochs;
  return epochs.empty() ? kNone : epochs.back().validation_loss.value_or(kNone);
}

std::vector<ComparisonColumn> measured_columns(const Runs& runs) {
  std::vector<ComparisonColumn> columns;
  columns.push_back(numbers(
      "epochs", runs, [](const auto& run) { return static_cast<double>(run.epochs); }, whole));
  columns.push_back(numbers(
      "seconds", runs, [](const auto& run) { return run.seconds; },
      [](double value) { return fmt::format("{:.2f}", value); }));
  columns.push_back(numbers("train_loss", runs, [](const auto& run) {
    return run.history.epochs.empty() ? kNone : run.history.epochs.back().train_loss;
  }));
  columns.push_back(numbers("validation_loss", runs, last_validation_loss));
  columns.push_back(numbers("best_validation_loss", runs, [](const auto& run) {
    return run.best_epoch() ? *run.best_epoch()->validation_loss : kNone;
  }));
  columns.push_back(numbers(
      "best_epoch", runs,
      [](const auto& run) {
        return run.best_epoch() ? static_cast<double>(run.best_epoch()->epoch) : kNone;
      },
      whole));
  columns.push_back(numbers("test_loss", runs, [](const auto& run) { return run.test_loss; }));
  for (const auto& name : metric_names(runs)) {
    columns.push_back(numbers(name, runs, [&](const auto& run) { return metric_of(run, name); }));
    columns.back().larger_is_better = !training::Monitor(name).lower_is_better();
  }
  return columns;
}

std::vector<ComparisonColumn> described_columns(const Runs& runs) {
  std::vector<ComparisonColumn> columns;
  columns.push_back(texts("model", runs, [](const auto& run) { return run.model; }));
  columns.push_back(numbers(
      "parameters", runs, [](const auto& run) { return static_cast<double>(run.parameters); },
      whole));
  columns.push_back(texts("data", runs, [](const auto& run) { return run.data; }));
  for (auto& [name, values] : differing_options(runs)) {
    const auto taken = std::ranges::find(columns, name, &ComparisonColumn::name);
    if (taken == columns.end()) columns.push_back({name, std::move(values), {}});
  }
  return columns;
}

const ComparisonColumn& find_column(const Comparison& comparison, std::string_view name) {
  std::vector<std::string> names;
  for (const auto* columns : {&comparison.described, &comparison.measured}) {
    for (const auto& column : *columns) {
      if (column.name == name) return column;
      if (std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
    }
  }
  throw UsageError("{}", unknown_name_message("column", name, names));
}

std::vector<size_t> order_of(const ComparisonColumn& column) {
  std::vector<size_t> order(column.cells.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    if (column.numbers.empty()) return column.cells[a] < column.cells[b];
    const double x = column.numbers[a], y = column.numbers[b];
    if (std::isnan(x) || std::isnan(y)) return !std::isnan(x);
    return column.larger_is_better ? x > y : x < y;
  });
  return order;
}

// Options such as `--lr` are texts that sort as numbers where all of them are.
void sort_options_as_numbers(std::vector<ComparisonColumn>& columns) {
  for (auto& column : columns) {
    if (!column.numbers.empty()) continue;
    std::vector<double> values;
    for (const auto& cell : column.cells) {
      double value = kNone;
      if (!cell.empty() && !parse_real(cell, value)) break;
      values.push_back(value);
    }
    if (values.size() == column.cells.size()) column.numbers = std::move(values);
  }
}

std::string table_of(const std::vector<ComparisonColumn>& columns, size_t rows) {
  std::vector<std::string> header;
  for (auto name : std::views::transform(columns, &ComparisonColumn::name)) {
    std::ranges::replace(name, '_', ' ');
    header.push_back(std::move(name));
  }
  report::Table table(header);
  for (size_t row = 0; row < rows; ++row) {
    std::vector<std::string> cells;
    for (const auto& column : columns) {
      cells.push_back(column.cells[row].empty() ? "-" : column.cells[row]);
    }
    table.add_row(std::move(cells));
  }
  return table.to_string(wide_terminal());
}

// `20260102-030405-` before the name that the run was given.
std::string without_time(const std::string& name) {
  constexpr std::string_view kPattern = "dddddddd-dddddd-";
  if (name.size() <= kPattern.size()) return name;
  for (size_t i = 0; i < kPattern.size(); ++i) {
    const bool fits = kPattern[i] == 'd' ? name[i] >= '0' && name[i] <= '9' : name[i] == '-';
    if (!fits) return name;
  }
  return name.substr(kPattern.size());
}

}  // namespace

std::vector<std::string> short_names(const Runs& runs) {
  std::vector<std::string> names;
  for (const auto& run : runs) names.push_back(without_time(run.name()));
  if (std::set<std::string>(names.begin(), names.end()).size() == names.size()) return names;
  names.clear();
  for (const auto& run : runs) names.push_back(run.name());
  if (std::set<std::string>(names.begin(), names.end()).size() == names.size()) return names;
  names.clear();
  for (const auto& run : runs) names.push_back(run.folder.string());
  return names;
}

Comparison compare_runs(Runs runs) {
  Comparison comparison{std::move(runs), {}, {}};
  comparison.described = described_columns(comparison.runs);
  comparison.measured = measured_columns(comparison.runs);
  sort_options_as_numbers(comparison.described);
  const ComparisonColumn names{"run", short_names(comparison.runs), {}};
  comparison.described.insert(comparison.described.begin(), names);
  comparison.measured.insert(comparison.measured.begin(), names);
  return comparison;
}

Comparison sorted_by(const Comparison& comparison, std::string_view column) {
  Runs runs;
  for (const size_t index : order_of(find_column(comparison, column))) {
    runs.push_back(comparison.runs[index]);
  }
  return compare_runs(std::move(runs));
}

std::string comparison_text(const Comparison& comparison) {
  const size_t rows = comparison.runs.size();
  return table_of(comparison.described, rows) + "\n" + table_of(comparison.measured, rows);
}

}  // namespace gradus::cli
