#include "gradus/report/jsonl_log.h"

#include "gradus/core/settings.h"
#include "log_file.h"

#include <nlohmann/json.hpp>

namespace gradus::report {
namespace {

constexpr std::string_view kStart = "{\"epoch\":";

std::optional<int64_t> epoch_of(std::string_view line) {
  int64_t epoch = 0;
  if (!line.starts_with(kStart) || !line.ends_with('}')) return std::nullopt;
  line.remove_prefix(kStart.size());
  if (!parse_integer(line.substr(0, line.find(',')), epoch)) return std::nullopt;
  return epoch;
}

nlohmann::ordered_json measured(double loss, const training::MetricValues& metrics) {
  nlohmann::ordered_json values = {{"loss", loss}};
  for (const auto& [name, value] : metrics) values[name] = value;
  return values;
}

}  // namespace

std::string history_json_line(const training::EpochRecord& record) {
  nlohmann::ordered_json line = {{"epoch", record.epoch},
                                 {"train", measured(record.train_loss, record.train_metrics)}};
  if (record.validation_loss) {
    line["validation"] = measured(*record.validation_loss, record.validation_metrics);
  }
  line["learning_rate"] = record.learning_rate;
  line["seconds"] = record.seconds;
  line["examples"] = record.examples;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

JsonlLog::JsonlLog(std::filesystem::path path) : path_(std::move(path)) {
}
JsonlLog::~JsonlLog() = default;

void JsonlLog::on_fit_start(const training::FitStart& event) {
  file_ = std::make_unique<LogFile>(path_, LogFormat{kStart, false, epoch_of}, event.first_epoch);
}

void JsonlLog::on_epoch_end(const training::EpochEnd& event) {
  file_->append(history_json_line(event.record));
}

}  // namespace gradus::report
