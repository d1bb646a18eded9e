#include "run_record.h"

#include "config_file.h"
#include "gradus/checkpoint/run_file.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/core/error.h"
#include "gradus/report/history_csv.h"
#include "import_file.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kMetrics = "metrics.json";
constexpr const char* kHistory = "history.csv";
constexpr const char* kConfig = "config.toml";

/// Fields of metrics.json, each of the type that docs/json.md gives it.
class Metrics {
 public:
  Metrics(const json& object, const fs::path& file) : object_(object), file_(file) {}

  const json& field(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) refuse(fmt::format("'{}' is missing", key));
    return *found;
  }
  Metrics object(const char* key) const {
    if (!field(key).is_object()) refuse(fmt::format("'{}' is no object", key));
    return {field(key), file_};
  }
  std::string text(const char* key) const {
    if (!field(key).is_string()) refuse(fmt::format("'{}' is no text", key));
    return field(key).get<std::string>();
  }
  int64_t count(const char* key) const {
    if (!field(key).is_number_unsigned() ||
        field(key).get<uint64_t>() > std::numeric_limits<int64_t>::max()) {
      refuse(fmt::format("'{}' is no whole number of at least 0", key));
    }
    return field(key).get<int64_t>();
  }
  bool flag(const char* key) const {
    if (!field(key).is_boolean()) refuse(fmt::format("'{}' is not true or false", key));
    return field(key).get<bool>();
  }
  /// JSON writes what is not finite as null.
  double number(const char* key) const { return number(field(key), key); }
  training::MetricValues numbers() const {
    training::MetricValues values;
    for (const auto& [name, value] : object_.items())
      values.emplace_back(name, number(value, name));
    return values;
  }

 private:
  double number(const json& value, const std::string& key) const {
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_number()) refuse(fmt::format("'{}' is no number", key));
    return value.get<double>();
  }
  [[noreturn]] void refuse(const std::string& reason) const {
    throw CheckpointError("'{}': {}", file_.string(), reason);
  }

  const json& object_;
  fs::path file_;
};

void take_metrics(RunRecord& run, const Metrics& metrics) {
  run.parameters = metrics.object("model").count("parameters");
  run.epochs = metrics.count("epochs");
  run.batch_size = metrics.count("batch_size");
  run.seconds = metrics.number("seconds");
  run.interrupted = metrics.flag("interrupted");
  run.device = metrics.text("device");
  run.engine = metrics.text("engine");
  run.precision = metrics.text("precision");
  const auto test = metrics.object("test");
  run.test_loss = test.number("loss");
  run.test_metrics = test.object("metrics").numbers();
}

/// Of a run without config.toml.
std::map<std::string, std::string> known_options(const RunRecord& run,
                                                 const checkpoint::SavedModel& saved) {
  std::map<std::string, std::string> options = saved.data_options;
  for (const auto& [key, value] : saved.settings) options["model:" + key] = value;
  options["model"] = saved.model;
  options["data"] = saved.data;
  options["loss"] = saved.loss;
  options["seed"] = std::to_string(saved.seed);
  options["epochs"] = std::to_string(run.epochs);
  options["batch-size"] = std::to_string(run.batch_size);
  options["device"] = run.device;
  options["precision"] = run.precision;
  return options;
}

}  // namespace

const training::EpochRecord* RunRecord::best_epoch() const {
  const training::EpochRecord* best = nullptr;
  for (const auto& epoch : history.epochs) {
    if (!epoch.validation_loss || !std::isfinite(*epoch.validation_loss)) continue;
    if (best == nullptr || *epoch.validation_loss < *best->validation_loss) best = &epoch;
  }
  return best;
}

std::map<std::string, std::string> read_run_options(const fs::path& folder) {
  std::map<std::string, std::string> options;
  if (!fs::exists(fs::symlink_status(folder / kConfig))) return options;
  const auto path = (folder / kConfig).string();
  try {
    for (const auto& entry : parse_config(checkpoint::read_run_file(folder, kConfig), path)) {
      options[entry.key] = fmt::format("{}", fmt::join(entry.values, ","));
    }
  } catch (const UsageError& error) {
    throw CheckpointError("{}", error.what());
  }
  return options;
}

RunRecord read_run_record(const fs::path& folder) {
  const auto saved = checkpoint::load_model(folder);
  RunRecord run;
  run.folder = folder;
  run.model = saved.model;
  run.model_settings = saved.settings;
  run.data = saved.data;
  run.task = saved.task;
  run.loss = saved.loss;
  if (is_imported(folder)) {
    throw CheckpointError(
        "'{0}' was imported: nothing is known of its training (gradus evaluate {0} --data DATA "
        "measures it)",
        folder.string());
  }
  const auto metrics = checkpoint::read_run_json(folder, kMetrics);
  take_metrics(run, Metrics(metrics, folder / kMetrics));
  run.history = report::parse_history_csv(checkpoint::read_run_file(folder, kHistory),
                                          (folder / kHistory).string());
  run.options = read_run_options(folder);
  if (run.options.empty()) run.options = known_options(run, saved);
  return run;
}

std::map<std::string, std::vector<std::string>> differing_options(
    const std::vector<RunRecord>& runs) {
  static const std::set<std::string> kAside = {
      "figures",   "json",        "log-csv",
      "log-jsonl", "name",        "output",
      "quiet",     "tensorboard", "tensorboard-histograms"};
  std::map<std::string, std::vector<std::string>> values;
  for (size_t i = 0; i < runs.size(); ++i) {
    for (const auto& [key, value] : runs[i].options) {
      if (kAside.contains(key)) continue;
      auto& row = values[key];
      row.resize(runs.size());
      row[i] = value;
    }
  }
  std::erase_if(values, [](const auto& entry) {
    return std::ranges::adjacent_find(entry.second, std::not_equal_to()) == entry.second.end();
  });
  return values;
}

}  // namespace gradus::cli
