/// A training's history as JSON lines while it grows.
#pragma once
#include "gradus/training/callback.h"

#include <filesystem>
#include <memory>
#include <string>

namespace gradus::report {

class LogFile;

/// `{"epoch":1,"train":{"loss":0.5,"accuracy":0.8},"validation":{"loss":0.6,"accuracy":0.7},
/// "learning_rate":0.001,"seconds":1.5,"examples":9000}` and a line end. What is not finite is
/// `null`; `validation` is left out where nothing was validated.
std::string history_json_line(const training::EpochRecord& record);

/// Writes such a line an epoch as it ends, so that a killed training keeps its lines. One that goes
/// on from a checkpoint continues the file after the last epoch that the checkpoint holds. Throws
/// `UsageError` where `path` is another kind of file, `RunError` where it cannot be written.
class JsonlLog : public training::Callback {
 public:
  /// Nothing is written before the training starts.
  explicit JsonlLog(std::filesystem::path path);
  ~JsonlLog() override;

  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const training::FitStart& event) override;
  void on_epoch_end(const training::EpochEnd& event) override;

 private:
  std::filesystem::path path_;
  std::unique_ptr<LogFile> file_;
};

}  // namespace gradus::report
