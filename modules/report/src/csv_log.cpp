#include "gradus/report/csv_log.h"

#include "csv_columns.h"
#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "log_file.h"

namespace gradus::report {
namespace {

std::optional<int64_t> epoch_of(std::string_view line) {
  int64_t epoch = 0;
  if (!parse_integer(line.substr(0, line.find(',')), epoch)) return std::nullopt;
  return epoch;
}

}  // namespace

CsvLog::CsvLog(std::filesystem::path path) : path_(std::move(path)) {
}
CsvLog::~CsvLog() = default;

void CsvLog::on_fit_start(const training::FitStart& event) {
  const LogFormat format{"epoch,train_loss", true, epoch_of};
  file_ = std::make_unique<LogFile>(path_, format, event.first_epoch);
  header_ = file_->header();
  validates_ = event.validation_examples > 0;
}

void CsvLog::on_epoch_end(const training::EpochEnd& event) {
  CsvColumns columns;
  for (const auto& [name, value] : event.record.train_metrics) columns.train.push_back(name);
  // Also where the epoch was interrupted before its validation: a line's cells may be empty, its
  // columns stay.
  if (validates_) columns.validation = columns.train;
  const std::string header = csv_header(columns);
  if (header_.empty()) {
    file_->append(header);
  } else if (header_ != header) {
    throw UsageError("'{}' has other columns than this training's: name another file",
                     path_.string());
  }
  header_ = header;
  file_->append(csv_line(event.record, columns));
}

}  // namespace gradus::report
