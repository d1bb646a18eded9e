#include "data_flags.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <optional>

namespace gradus::cli {
namespace {

using Choice = data::TableOptions::Choice;
using Fit = data::ImageOptions::Fit;
using Missing = data::TableOptions::Missing;
using Mode = data::ImageOptions::Mode;

constexpr Range<double> kFraction{0.0, 0.9};
constexpr double kDefaultValidation = 0.1, kDefaultTest = 0.2;

const std::map<std::string, Choice> kHeaders = {
    {"auto", Choice::kAuto}, {"yes", Choice::kYes}, {"no", Choice::kNo}};
const std::map<std::string, Missing> kMissing = {
    {"error", Missing::kError}, {"drop", Missing::kDrop}, {"mean", Missing::kMean}};
const std::map<std::string, Fit> kFits = {
    {"stretch", Fit::kStretch}, {"crop", Fit::kCrop}, {"pad", Fit::kPad}};
const std::map<std::string, Mode> kModes = {
    {"auto", Mode::kAuto}, {"grey", Mode::kGrey}, {"rgb", Mode::kRgb}};

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

/// "28x32" is 28 rows of 32 pixels, "28" is square, "auto" none.
std::optional<data::ImageSize> size_of(const std::string& text) {
  constexpr int64_t kMaxSide = 4096;
  if (text == "auto") return std::nullopt;
  const auto cross = text.find('x');
  data::ImageSize size;
  const bool numbers =
      parse_integer(text.substr(0, cross), size.height) &&
      parse_integer(cross == std::string::npos ? text : text.substr(cross + 1), size.width);
  if (!numbers || size.height < 1 || size.width < 1 || size.height > kMaxSide ||
      size.width > kMaxSide) {
    throw UsageError("--image-size '{}': expected HEIGHTxWIDTH or one side, 1 to {} each", text,
                     kMaxSide);
  }
  return size;
}

/// The flags that say how files are read, with their defaults.
const std::map<std::string, std::string> kReadingFlags = {
    {"--target", ""},         {"--task", "auto"},         {"--header", "auto"},
    {"--separator", "auto"},  {"--missing", "error"},     {"--ignore", ""},
    {"--image-size", "auto"}, {"--image-fit", "stretch"}, {"--image-mode", "auto"}};

}  // namespace

void add_reading_flags(CLI::App& app, Flags& flags) {
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
  flags.add(app, "--image-size", "HxW|N",
            "Size that a folder's pictures are brought to [auto: the one that all have]");
  flags.add(app, "--image-fit", "FIT",
            "How: stretch, crop the middle, or pad with black; proportions kept by the last two "
            "[stretch]");
  flags.add(app, "--image-mode", "MODE", "grey, rgb or auto: grey if all pictures are [auto]");
  flags.add_switch(app, "--skip-broken",
                   "Go on without pictures that cannot be read; they are listed at the end");
}

std::map<std::string, std::string> reading_texts(const Flags& flags) {
  std::map<std::string, std::string> texts;
  for (const auto& [flag, fallback] : kReadingFlags) texts[flag] = flags.text(flag, fallback);
  texts["--skip-broken"] = flags.on("--skip-broken") ? "true" : "false";
  return texts;
}

data::ReadOptions read_options(const std::map<std::string, std::string>& texts) {
  Settings settings;
  for (const auto& [flag, text] : texts) settings.set(flag, text);
  const auto choice = [&](const char* flag, const char* fallback, const auto& words) {
    return words.at(settings.choice(flag, fallback, words_of(words), ""));
  };
  data::ReadOptions options;
  auto& table = options.table;
  table.target = settings.text("--target", "", "");
  table.task =
      task_of(settings.choice("--task", "auto", {"auto", "classification", "regression"}, ""));
  table.header = choice("--header", "auto", kHeaders);
  table.separator = separator_of(settings.text("--separator", "auto", ""));
  table.missing = choice("--missing", "error", kMissing);
  table.ignore = split_list(settings.text("--ignore", "", ""));
  auto& images = options.images;
  images.size = size_of(settings.text("--image-size", "auto", ""));
  images.fit = choice("--image-fit", "stretch", kFits);
  images.mode = choice("--image-mode", "auto", kModes);
  images.skip_broken = settings.flag("--skip-broken", false, "");
  return options;
}

void add_part_flags(CLI::App& app, Flags& flags) {
  flags.add(app, "--validation", "FRACTION|DATA",
            "Share of the training data held out to watch the training, 0 to 0.9, or other data, "
            "read like --data [the data's own validation part, or 0.1]");
  flags.add(app, "--test", "DATA",
            "Other data for the final test, read like --data [the data's own test part, or a "
            "fraction]");
  flags.add(
      app, "--test-fraction", "FRACTION",
      "Share held out for the final test where the data has no test part, above 0 to 0.9 [0.2]");
}

void read_part_flags(const Flags& flags, DataRequest& request) {
  double number = 0;
  const auto validation = flags.text("--validation", fmt::format("{}", kDefaultValidation));
  if (parse_real(validation, number)) {
    request.validation_fraction = flags.real("--validation", kDefaultValidation, kFraction);
  } else {
    request.validation_data = validation;
  }
  request.test_data = flags.text("--test", "");
  request.test_fraction = flags.real("--test-fraction", kDefaultTest, {1e-6, kFraction.max});
}

std::map<std::string, std::string> DataRequest::to_map() const {
  auto map = reading;
  map["data"] = data;
  map["validation"] = fmt::format("{}", validation_fraction);
  map["validation-data"] = validation_data;
  map["test-data"] = test_data;
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
    request.validation_data = map.at("validation-data");
    request.test_data = map.at("test-data");
    for (const auto& [flag, fallback] : kReadingFlags) request.reading[flag] = map.at(flag);
    request.reading["--skip-broken"] = map.at("--skip-broken");
    return request;
  } catch (const std::logic_error& error) {
    throw CheckpointError("the manifest's data_options are not those of a gradus run ({})",
                          error.what());
  }
}

}  // namespace gradus::cli
