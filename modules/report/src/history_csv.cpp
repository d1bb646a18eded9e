#include "gradus/report/history_csv.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::report {
namespace {

using training::EpochRecord;
using training::MetricValues;

// RFC 4180: a field with a comma, a quote or a line end is quoted.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

// All names that any epoch has, in order of appearance.
std::vector<std::string> names_of(const training::History& history,
                                  MetricValues EpochRecord::*values) {
  std::vector<std::string> names;
  for (const EpochRecord& record : history.epochs) {
    for (const auto& [name, value] : record.*values) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::string cells(const MetricValues& values, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == name; });
    text += found == values.end() ? "," : fmt::format(",{}", found->second);
  }
  return text;
}

}  // namespace

std::string history_csv(const training::History& history) {
  const auto train = names_of(history, &EpochRecord::train_metrics);
  const auto validation = names_of(history, &EpochRecord::validation_metrics);
  std::string text = "epoch,train_loss";
  for (const auto& name : train) text += "," + csv_field("train_" + name);
  text += ",validation_loss";
  for (const auto& name : validation) text += "," + csv_field("validation_" + name);
  text += ",learning_rate,seconds,examples\n";
  for (const EpochRecord& record : history.epochs) {
    text += fmt::format("{},{}{},", record.epoch, record.train_loss,
                        cells(record.train_metrics, train));
    if (record.validation_loss) text += fmt::format("{}", *record.validation_loss);
    text += fmt::format("{},{},{},{}\n", cells(record.validation_metrics, validation),
                        record.learning_rate, record.seconds, record.examples);
  }
  return text;
}

}  // namespace gradus::report
