#include "gradus/report/progress.h"

#include "gradus/report/text_width.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace gradus::report {
namespace {

constexpr double kRedrawInterval = 0.1;  // seconds
constexpr size_t kMinBar = 8, kMaxBar = 30;
constexpr const char* kClearLine = "\r\x1b[K";
constexpr const char* kBlue = "\x1b[34m";
constexpr const char* kGray = "\x1b[90m";
constexpr const char* kDefaultColour = "\x1b[39m";

std::string repeat(const char* text, size_t count) {
  std::string result;
  for (size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string bar(double share, size_t width, const Terminal& terminal) {
  const auto filled =
      std::min(width, static_cast<size_t>(std::lround(share * static_cast<double>(width))));
  const std::string done = repeat(terminal.unicode ? "━" : "#", filled);
  const std::string rest = repeat(terminal.unicode ? "─" : "-", width - filled);
  if (!terminal.colour) return done + rest;
  return kBlue + done + kGray + rest + kDefaultColour;
}

// As many parts as fit, in order of importance.
std::string join_fitting(const std::vector<std::string>& parts, size_t width) {
  std::string line;
  for (const std::string& part : parts) {
    const size_t needed = part.size() + (line.empty() ? 0 : 2);
    if (display_width(line) + needed > width) break;
    line += (line.empty() ? "" : "  ") + part;
  }
  return line;
}

std::string epoch_text(int64_t epoch, int64_t epochs) {
  return fmt::format("epoch {:>{}}/{}", epoch, std::to_string(epochs).size(), epochs);
}

double speed(double examples, double seconds) {
  return seconds > 0 ? examples / seconds : 0;
}

double seconds_left(const training::StepEnd& event) {
  const auto done = static_cast<double>(event.examples);
  const auto left = static_cast<double>((event.epochs - event.epoch + 1) * event.train_examples);
  return done > 0 ? (left - done) * event.seconds / done : 0;
}

std::string draw(const training::StepEnd& event, const Terminal& terminal) {
  const auto width = static_cast<size_t>(std::max(terminal.width - 1, 1));
  const double share =
      static_cast<double>(event.step) / static_cast<double>(std::max<int64_t>(event.steps, 1));
  std::vector<std::string> facts = {fmt::format("{:>3.0f} %", 100 * std::min(share, 1.0)),
                                    "loss " + short_number(event.mean_loss())};
  const auto metrics = event.metrics();
  if (!metrics.empty()) {
    facts.push_back(metrics.front().first + " " + short_number(metrics.front().second));
  }
  facts.push_back(short_duration(seconds_left(event)) + " left");
  facts.push_back(
      fmt::format("{:.0f} examples/s", speed(static_cast<double>(event.examples), event.seconds)));
  const std::string epoch = epoch_text(event.epoch, event.epochs);
  const size_t taken = epoch.size() + 2;
  if (width < taken + kMinBar + 2 + facts.front().size()) {
    return shorten(join_fitting({epoch, facts.front()}, width), width, terminal.unicode);
  }
  const std::string tail = join_fitting(facts, width - taken - kMinBar - 2);
  const size_t bar_width = std::min(kMaxBar, width - taken - 2 - tail.size());
  return epoch + "  " + bar(share, bar_width, terminal) + "  " + tail;
}

std::vector<std::string> epoch_parts(const training::EpochRecord& record, int64_t epochs) {
  std::vector<std::string> parts = {epoch_text(record.epoch, epochs),
                                    "loss " + short_number(record.train_loss)};
  for (const auto& [name, value] : record.train_metrics) {
    parts.push_back(fmt::format("{} {}", name, short_number(value)));
  }
  if (record.validation_loss) parts.push_back("val loss " + short_number(*record.validation_loss));
  for (const auto& [name, value] : record.validation_metrics) {
    parts.push_back(fmt::format("val {} {}", name, short_number(value)));
  }
  parts.push_back(fmt::format("{:.2f} s", record.seconds));
  parts.push_back(fmt::format("{:.0f} examples/s",
                              speed(static_cast<double>(record.examples), record.seconds)));
  return parts;
}

/// Of a long training 20 lines tell as much as 200: the first epoch, the last, and even steps.
bool is_shown(int64_t epoch, int64_t epochs) {
  constexpr int64_t kAll = 30, kLines = 20;
  const int64_t stride = epochs <= kAll ? 1 : (epochs + kLines - 1) / kLines;
  return epoch == 1 || epoch == epochs || epoch % stride == 0;
}

}  // namespace

std::string short_number(double value) {
  if (!std::isfinite(value) || value == 0) return fmt::format("{:.4f}", value);
  const bool plain = std::abs(value) >= 1e-3 && std::abs(value) < 1e5;
  return plain ? fmt::format("{:.4f}", value) : fmt::format("{:.3e}", value);
}

std::string short_duration(double seconds) {
  const auto total = static_cast<int64_t>(std::llround(std::clamp(seconds, 0.0, 1e9)));
  const int64_t hours = total / 3600, minutes = total / 60 % 60, rest = total % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02} h", hours, minutes, rest);
  if (minutes > 0) return fmt::format("{}:{:02} min", minutes, rest);
  return fmt::format("{} s", rest);
}

std::string epoch_line(const training::EpochRecord& record, int64_t epochs) {
  return fmt::format("{}", fmt::join(epoch_parts(record, epochs), "  "));
}

ProgressBar::ProgressBar(Terminal terminal, std::function<void(std::string_view)> write)
    : terminal_(terminal), write_(std::move(write)) {
}

std::shared_ptr<ProgressBar> ProgressBar::on_stderr() {
  return std::make_shared<ProgressBar>(Terminal::of(2), [](std::string_view text) {
    // stderr is unbuffered; a failing one has nowhere to be reported.
    std::fwrite(text.data(), 1, text.size(), stderr);
  });
}

ProgressBar::~ProgressBar() {
  clear();
}

void ProgressBar::clear() {
  if (drawn_) write_(kClearLine);
  drawn_ = false;
}

void ProgressBar::on_epoch_start(const training::EpochStart&) {
  next_redraw_ = kRedrawInterval;
}

void ProgressBar::on_step_end(const training::StepEnd& event) {
  if (!terminal_.interactive || event.seconds < next_redraw_) return;
  next_redraw_ = event.seconds + kRedrawInterval;
  write_(kClearLine + draw(event, terminal_));
  drawn_ = true;
}

void ProgressBar::on_epoch_end(const training::EpochEnd& event) {
  clear();
  if (!is_shown(event.record.epoch, event.epochs) && !event.stop.requested) return;
  const auto width = static_cast<size_t>(std::max(terminal_.width, 1));
  const std::string line = terminal_.interactive
                               ? join_fitting(epoch_parts(event.record, event.epochs), width)
                               : epoch_line(event.record, event.epochs);
  write_(line + "\n");
  if (event.stop.requested && !event.stop.interrupted) write_("ended: " + event.stop.reason + "\n");
}

}  // namespace gradus::report
