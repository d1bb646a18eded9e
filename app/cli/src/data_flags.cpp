#include "data_flags.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

using Choice = data::TableOptions::Choice;
using Missing = data::TableOptions::Missing;

const std::map<std::string, Choice> kHeaders = {
    {"auto", Choice::kAuto}, {"yes", Choice::kYes}, {"no", Choice::kNo}};
const std::map<std::string, Missing> kMissing = {
    {"error", Missing::kError}, {"drop", Missing::kDrop}, {"mean", Missing::kMean}};

template <typename Value>
std::vector<std::string> words_of(const std::map<std::string, Value>& words) {
  std::vector<std::string> result;
  for (const auto& [word, value] : words) result.push_back(word);
  return result;
}

std::optional<data::Task> task_of(const std::string& word) {
  if (word == "auto") return std::nullopt;
  return word == "regression" ? data::Task::kRegression : data::Task::kClassification;
}

/// One character, or "tab".
char separator_of(const std::string& text) {
  if (text == "auto") return 0;
  if (text == "tab" || text == "\\t") return '\t';
  if (text.size() != 1)
    throw UsageError("--separator '{}': expected one character, tab or auto", text);
  return text[0];
}

/// The flags that say how a table is read, with their defaults.
const std::map<std::string, std::string> kTableFlags = {
    {"--target", ""},        {"--task", "auto"},     {"--header", "auto"},
    {"--separator", "auto"}, {"--missing", "error"}, {"--ignore", ""}};

}  // namespace

void add_table_flags(CLI::App& app, Flags& flags) {
  flags.add(app, "--target", "COLUMN",
            "Target column of a table: name or index from 0, negative from the end [the last]");
  flags.add(app, "--task", "TASK",
            "classification, regression or auto: by the target's values [auto]");
  flags.add(app, "--header", "yes|no",
            "Whether a CSV's first line holds names [auto: when none of it is a number]");
  flags.add(app, "--separator", "CHAR", "Between a CSV's fields, as in ';' or tab [auto]");
  flags.add(app, "--missing", "POLICY",
            "Missing values: error, drop the row, or the column's mean [error]");
  flags.add(app, "--ignore", "COLUMNS", "Columns to leave out, joined by commas");
}

std::map<std::string, std::string> table_texts(const Flags& flags) {
  std::map<std::string, std::string> texts;
  for (const auto& [flag, fallback] : kTableFlags) texts[flag] = flags.text(flag, fallback);
  return texts;
}

data::TableOptions table_options(const std::map<std::string, std::string>& texts) {
  Settings settings;
  for (const auto& [flag, text] : texts) settings.set(flag, text);
  data::TableOptions options;
  options.target = settings.text("--target", "", "");
  options.task =
      task_of(settings.choice("--task", "auto", {"auto", "classification", "regression"}, ""));
  options.header = kHeaders.at(settings.choice("--header", "auto", words_of(kHeaders), ""));
  options.separator = separator_of(settings.text("--separator", "auto", ""));
  options.missing = kMissing.at(settings.choice("--missing", "error", words_of(kMissing), ""));
  options.ignore = split_list(settings.text("--ignore", "", ""));
  return options;
}

std::map<std::string, std::string> DataRequest::to_map() const {
  auto map = table;
  map["data"] = data;
  map["validation"] = fmt::format("{}", validation_fraction);
  map["test-fraction"] = fmt::format("{}", test_fraction);
  map["seed"] = fmt::format("{}", seed);
  return map;
}

DataRequest DataRequest::from_map(const std::map<std::string, std::string>& map) {
  try {
    DataRequest request;
    request.data = map.at("data");
    request.validation_fraction = std::stod(map.at("validation"));
    request.test_fraction = std::stod(map.at("test-fraction"));
    request.seed = std::stoull(map.at("seed"));
    for (const auto& [flag, fallback] : kTableFlags) request.table[flag] = map.at(flag);
    return request;
  } catch (const std::logic_error& error) {
    throw CheckpointError("the manifest's data_options are not those of a gradus run ({})",
                          error.what());
  }
}

data::LoadedData load(const DataRequest& request, const std::vector<std::string>& class_names,
                      const std::vector<std::string>& feature_names) {
  auto options = table_options(request.table);
  options.class_names = class_names;
  options.feature_names = feature_names;
  return data::load_data(request.data, options);
}

DataParts split_parts(const DataRequest& request, data::LoadedData loaded) {
  DataParts parts;
  parts.own_test = loaded.test.has_value();
  parts.train = std::move(loaded.train);
  if (parts.own_test) {
    parts.test = std::move(*loaded.test);
  } else {
    auto split = data::split(parts.train, request.test_fraction, request.seed);
    parts.train = std::move(split.train);
    parts.test = std::move(split.held_out);
  }
  if (request.validation_fraction > 0) {
    // Another seed than the test's, or the same positions would be drawn again.
    auto split = data::split(parts.train, request.validation_fraction, request.seed + 1);
    parts.train = std::move(split.train);
    parts.validation = std::move(split.held_out);
  }
  return parts;
}

}  // namespace gradus::cli
