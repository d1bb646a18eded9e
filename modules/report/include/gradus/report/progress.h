/// How training goes, for the person who waits for it.
#pragma once
#include "gradus/report/terminal.h"
#include "gradus/training/callback.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gradus::report {

/// On a terminal: one bar an epoch with speed, time left, the loss and the first metric so far,
/// drawn at most 10 times a second and cut to the terminal's width; each finished epoch leaves one
/// line with loss and metrics (above 30 epochs, about 20 of them do). Elsewhere: those lines alone.
class ProgressBar : public training::Callback {
 public:
  /// `write` gets what is to be shown, with carriage returns and line ends.
  ProgressBar(Terminal terminal, std::function<void(std::string_view)> write);
  /// Writes to stderr.
  static std::shared_ptr<ProgressBar> on_stderr();
  /// Removes a bar that a failure left half drawn.
  ~ProgressBar() override;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void on_epoch_start(const training::EpochStart& event) override;
  int64_t step_interval() const override { return kAnyInterval; }
  void on_step_end(const training::StepEnd& event) override;
  void on_epoch_end(const training::EpochEnd& event) override;

 private:
  void clear();

  Terminal terminal_;
  std::function<void(std::string_view)> write_;
  double next_redraw_ = 0;  // seconds since the epoch began
  bool drawn_ = false;
};

/// `epoch  3/10  loss 0.3412  accuracy 0.8764  val loss 0.3601  val accuracy 0.8712  0.74 s  73000
/// examples/s`
std::string epoch_line(const training::EpochRecord& record, int64_t epochs);

/// 4 decimals, or 4 significant digits where those would show nothing: `0.3412`, `3.412e-05`.
std::string short_number(double value);

/// `7 s`, `2:05 min`, `1:02:05 h`.
std::string short_duration(double seconds);

}  // namespace gradus::report
