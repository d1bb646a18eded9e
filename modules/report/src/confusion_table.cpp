#include "gradus/report/confusion_table.h"

#include "class_names.h"
#include "gradus/metrics/confusion_matrix.h"
#include "gradus/metrics/roc.h"
#include "gradus/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gradus::report {
namespace {

constexpr size_t kListedConfusions = 10;
constexpr const char* kGreen = "\x1b[32m";
constexpr const char* kDefaultColour = "\x1b[39m";

struct Labels {
  std::vector<std::string> names;
  size_t width = 0;  // of "12 name", the row labels
};

// "3 Dress", or "3" where the name says no more than that.
Labels row_labels(const std::vector<std::string>& names) {
  Labels labels;
  const size_t digits = std::to_string(names.size() - 1).size();
  for (size_t k = 0; k < names.size(); ++k) {
    std::string label = fmt::format("{:>{}}", k, digits);
    if (names[k] != std::to_string(k)) label += " " + names[k];
    labels.width = std::max(labels.width, display_width(label));
    labels.names.push_back(std::move(label));
  }
  return labels;
}

std::string matrix_text(const torch::TensorAccessor<int64_t, 2>& counts, const Labels& labels,
                        size_t cell, const Terminal& terminal) {
  const auto classes = counts.size(0);
  std::string text = fmt::format("{:<{}}", "", labels.width);
  for (int64_t column = 0; column < classes; ++column) text += fmt::format("{:>{}}", column, cell);
  text += '\n';
  for (int64_t row = 0; row < classes; ++row) {
    const std::string& name = labels.names[static_cast<size_t>(row)];
    text += name + std::string(labels.width - display_width(name), ' ');
    for (int64_t column = 0; column < classes; ++column) {
      const auto count = counts[row][column];
      const std::string number =
          count == 0 ? (terminal.unicode ? "·" : ".") : std::to_string(count);
      const bool green = terminal.colour && row == column;
      text.append(cell - display_width(number), ' ');
      text += green ? kGreen + number + kDefaultColour : number;
    }
    text += '\n';
  }
  return text;
}

struct Confusion {
  int64_t row, column, count;
};

std::vector<Confusion> most_frequent(const torch::TensorAccessor<int64_t, 2>& counts) {
  std::vector<Confusion> found;
  for (int64_t row = 0; row < counts.size(0); ++row) {
    for (int64_t column = 0; column < counts.size(1); ++column) {
      if (row != column && counts[row][column] > 0) {
        found.push_back({row, column, counts[row][column]});
      }
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
  found.resize(std::min(found.size(), kListedConfusions));
  return found;
}

std::string confusion_list(const torch::TensorAccessor<int64_t, 2>& counts,
                           const std::vector<std::string>& names, const Terminal& terminal) {
  const auto found = most_frequent(counts);
  if (found.empty()) return "no confusions\n";
  Table table({"true", "predicted", "count"});
  for (const auto& [row, column, count] : found) {
    table.add_row({names[static_cast<size_t>(row)], names[static_cast<size_t>(column)],
                   std::to_string(count)});
  }
  return "most frequent confusions\n" + table.to_string(terminal);
}

/// A dash for what is no number.
std::string decimals(double value) {
  return std::isfinite(value) ? fmt::format("{:.4f}", value) : "-";
}

}  // namespace

std::string confusion_table(const torch::Tensor& counts, const std::vector<std::string>& names,
                            const Terminal& terminal) {
  const auto values = counts.to(torch::kCPU, torch::kInt64).contiguous();
  const auto table = values.accessor<int64_t, 2>();
  const auto given = class_labels(names, table.size(0));
  const Labels labels = row_labels(given);
  const auto largest = std::max(values.max().item<int64_t>(), table.size(0) - 1);
  const size_t cell = std::to_string(largest).size() + 2;
  const size_t width = labels.width + cell * static_cast<size_t>(table.size(0));
  if (width > static_cast<size_t>(terminal.width)) return confusion_list(table, given, terminal);
  return "confusion matrix (row: true class, column: predicted)\n" +
         matrix_text(table, labels, cell, terminal);
}

std::string class_table(const torch::Tensor& counts, const std::vector<std::string>& names,
                        const Terminal& terminal, const ClassAreas& areas) {
  const auto scores = metrics::class_scores(counts);
  const auto labels = class_labels(names, counts.size(0));
  const bool with_areas = !areas.roc_auc.empty();
  Table table(
      with_areas
          ? std::vector<std::string>{"class", "precision", "recall", "F1", "AUC", "AP", "support"}
          : std::vector<std::string>{"class", "precision", "recall", "F1", "support"});
  metrics::ClassScores mean{};
  const auto add = [&](const std::string& name, const metrics::ClassScores& s, double auc,
                       double precision) {
    std::vector<std::string> cells = {name, decimals(s.precision), decimals(s.recall),
                                      decimals(s.f1)};
    if (with_areas) cells.insert(cells.end(), {decimals(auc), decimals(precision)});
    cells.push_back(std::to_string(s.support));
    table.add_row(std::move(cells));
  };
  for (size_t k = 0; k < scores.size(); ++k) {
    add(labels[k], scores[k], with_areas ? areas.roc_auc[k] : 0,
        with_areas ? areas.average_precision[k] : 0);
    const auto share = 1.0 / static_cast<double>(scores.size());
    mean.precision += share * scores[k].precision;
    mean.recall += share * scores[k].recall;
    mean.f1 += share * scores[k].f1;
    mean.support += scores[k].support;
  }
  add("mean", mean, metrics::macro_mean(areas.roc_auc),
      metrics::macro_mean(areas.average_precision));
  return table.to_string(terminal);
}

}  // namespace gradus::report
