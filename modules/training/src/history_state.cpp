#include "history_state.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

namespace gradus::training {
namespace {

const std::vector<std::string> kFixed = {"epoch",    "train_loss",     "learning_rate",  "seconds",
                                         "examples", "has_validation", "validation_loss"};
constexpr std::string_view kTrain = "train:", kValidation = "validation:";

std::vector<std::string> columns_of(const EpochRecord& record) {
  auto columns = kFixed;
  for (const auto& [name, value] : record.train_metrics)
    columns.push_back(fmt::format("{}{}", kTrain, name));
  for (const auto& [name, value] : record.validation_metrics)
    columns.push_back(fmt::format("{}{}", kValidation, name));
  return columns;
}

std::vector<double> numbers_of(const EpochRecord& record) {
  std::vector<double> numbers = {static_cast<double>(record.epoch),
                                 record.train_loss,
                                 record.learning_rate,
                                 record.seconds,
                                 static_cast<double>(record.examples),
                                 record.validation_loss ? 1.0 : 0.0,
                                 record.validation_loss.value_or(0)};
  for (const auto& [name, value] : record.train_metrics) numbers.push_back(value);
  for (const auto& [name, value] : record.validation_metrics) numbers.push_back(value);
  return numbers;
}

EpochRecord record_of(const std::vector<std::string>& columns, const double* numbers) {
  EpochRecord record;
  record.epoch = static_cast<int64_t>(numbers[0]);
  record.train_loss = numbers[1];
  record.learning_rate = numbers[2];
  record.seconds = numbers[3];
  record.examples = static_cast<int64_t>(numbers[4]);
  if (numbers[5] != 0) record.validation_loss = numbers[6];
  for (size_t i = kFixed.size(); i < columns.size(); ++i) {
    if (columns[i].starts_with(kTrain))
      record.train_metrics.emplace_back(columns[i].substr(kTrain.size()), numbers[i]);
    if (columns[i].starts_with(kValidation) && record.validation_loss)
      record.validation_metrics.emplace_back(columns[i].substr(kValidation.size()), numbers[i]);
  }
  return record;
}

}  // namespace

StateMap history_state(const History& history) {
  if (history.epochs.empty()) return {};
  // An epoch that a callback ended was not validated: its line ends before those columns.
  const auto validated = std::ranges::find_if(
      history.epochs, [](const EpochRecord& record) { return record.validation_loss.has_value(); });
  const auto columns =
      columns_of(validated == history.epochs.end() ? history.epochs.front() : *validated);
  std::vector<double> numbers;
  for (const auto& record : history.epochs) {
    auto row = numbers_of(record);
    if (!record.validation_loss) row.resize(columns.size());
    if (row.size() != columns.size()) {
      throw CheckpointError("epoch {} measured {} numbers, the first epoch {}", record.epoch,
                            row.size(), columns.size());
    }
    numbers.insert(numbers.end(), row.begin(), row.end());
  }
  return {{"numbers", torch::tensor(numbers, torch::kFloat64)
                          .view({std::ssize(history.epochs), std::ssize(columns)})},
          {"columns", text_state(fmt::format("{}", fmt::join(columns, "\n")))}};
}

History history_of(const StateMap& state) {
  if (state.empty()) return {};
  std::vector<std::string> columns;
  std::istringstream stream(state_text(state, "columns"));
  for (std::string column; std::getline(stream, column);) columns.push_back(column);
  const auto& numbers = state_tensor(state, "numbers");
  const bool fits = columns.size() >= kFixed.size() &&
                    std::equal(kFixed.begin(), kFixed.end(), columns.begin()) &&
                    numbers.dim() == 2 && numbers.size(1) == std::ssize(columns) &&
                    numbers.scalar_type() == torch::kFloat64;
  if (!fits) throw CheckpointError("the checkpoint's history has other columns than a history");
  const auto rows = numbers.cpu().contiguous();
  History history;
  for (int64_t row = 0; row < rows.size(0); ++row)
    history.epochs.push_back(
        record_of(columns, rows.const_data_ptr<double>() + row * rows.size(1)));
  return history;
}

}  // namespace gradus::training
