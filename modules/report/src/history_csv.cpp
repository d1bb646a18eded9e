#include "gradus/report/history_csv.h"

#include "csv_columns.h"

#include <algorithm>

namespace gradus::report {
namespace {

using training::EpochRecord;
using training::MetricValues;

// All names that any epoch has, in order of appearance.
std::vector<std::string> names_of(const training::History& history,
                                  MetricValues EpochRecord::*values) {
  std::vector<std::string> names;
  for (const EpochRecord& record : history.epochs) {
    for (const auto& [name, value] : record.*values) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

}  // namespace

std::string history_csv(const training::History& history) {
  const CsvColumns columns{names_of(history, &EpochRecord::train_metrics),
                           names_of(history, &EpochRecord::validation_metrics)};
  std::string text = csv_header(columns);
  for (const EpochRecord& record : history.epochs) text += csv_line(record, columns);
  return text;
}

}  // namespace gradus::report
