#include "csv_columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::report {
namespace {

// RFC 4180: a field with a comma, a quote or a line end is quoted.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string cells(const training::MetricValues& values, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const auto found =
        std::ranges::find_if(values, [&](const auto& value) { return value.first == name; });
    text += found == values.end() ? "," : fmt::format(",{}", found->second);
  }
  return text;
}

}  // namespace

std::string csv_header(const CsvColumns& columns) {
  std::string text = "epoch,train_loss";
  for (const auto& name : columns.train) text += "," + csv_field("train_" + name);
  text += ",validation_loss";
  for (const auto& name : columns.validation) text += "," + csv_field("validation_" + name);
  return text + ",learning_rate,seconds,examples\n";
}

std::string csv_line(const training::EpochRecord& record, const CsvColumns& columns) {
  return fmt::format("{},{}{},{}{},{},{},{}\n", record.epoch, record.train_loss,
                     cells(record.train_metrics, columns.train),
                     record.validation_loss ? fmt::format("{}", *record.validation_loss) : "",
                     cells(record.validation_metrics, columns.validation), record.learning_rate,
                     record.seconds, record.examples);
}

}  // namespace gradus::report
