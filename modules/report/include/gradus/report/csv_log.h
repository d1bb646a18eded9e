/// A training's history as CSV while it grows.
#pragma once
#include "gradus/training/callback.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace gradus::report {

class LogFile;

/// Writes a line an epoch as it ends, in the columns of `history_csv`, so that a killed training
/// keeps its lines. One that goes on from a checkpoint continues the file after the last epoch that
/// the checkpoint holds. Throws `UsageError` where `path` is another kind of file or a log with
/// other columns, `RunError` where it cannot be written.
class CsvLog : public training::Callback {
 public:
  /// Nothing is written before the training starts.
  explicit CsvLog(std::filesystem::path path);
  ~CsvLog() override;

  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const training::FitStart& event) override;
  void on_epoch_end(const training::EpochEnd& event) override;

 private:
  std::filesystem::path path_;
  std::unique_ptr<LogFile> file_;
  std::string header_;
  bool validates_ = false;
};

}  // namespace gradus::report
