#include "sweep_pool.h"

#include "child_process.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A file that a child writes to, and nobody else's child.
class OutputFile {
 public:
  explicit OutputFile(const fs::path& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0)
      throw RunError("cannot write '{}': {}", path.string(), std::strerror(errno));
  }
  ~OutputFile() { ::close(descriptor_); }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::vector<std::string> split_commas(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// The last epoch's value in history.csv. Throws `RunError` where there is none.
double measured(const fs::path& run, const training::Monitor& monitor) {
  const auto is_column = [&](const std::string& name) {
    return name == monitor.name() ||
           (monitor.of_validation() && name == "validation_" + monitor.name());
  };
  std::ifstream file(run / "history.csv");
  std::string header, line, last;
  std::getline(file, header);
  while (std::getline(file, line)) last = line;
  const auto names = split_commas(header), fields = split_commas(last);
  const auto column = static_cast<size_t>(std::ranges::find_if(names, is_column) - names.begin());
  double value = 0;
  if (column >= names.size() || column >= fields.size() || !parse_real(fields[column], value)) {
    throw RunError("no {} was measured: it is not among {}", monitor.name(), header);
  }
  if (!std::isfinite(value)) throw RunError("{} is {} at the end", monitor.name(), value);
  return value;
}

/// What the training said last, without the program's name.
std::string last_line(const fs::path& file) {
  constexpr std::string_view kOurs = "gradus: ";
  std::ifstream stream(file);
  std::string line, last;
  while (std::getline(stream, line)) {
    if (!line.empty()) last = line;
  }
  return last.starts_with(kOurs) ? last.substr(kOurs.size()) : last;
}

/// A training that runs.
class RunningTrial {
 public:
  RunningTrial(const PoolOptions& options, Trial trial)
      : options_(options), trial_(std::move(trial)), folder_(options.folder / trial_.folder()) {
    fs::remove_all(folder_);  // what an interruption left
    fs::create_directories(folder_);
    const OutputFile output(folder_ / "output.json"), errors(folder_ / "log.txt");
    child_ = std::make_unique<ChildProcess>(arguments(), output.get(), errors.get());
  }

  bool ended() { return child_->exit_code().has_value(); }
  void stop() { child_->send(SIGTERM); }

  Trial result() {
    trial_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const int code = *child_->exit_code();
    try {
      if (code != 0) throw RunError("exit code {}: {}", code, last_line(folder_ / "log.txt"));
      std::ifstream file(folder_ / "output.json");
      trial_.run = nlohmann::json::parse(file).at("run").get<std::string>();
      trial_.value = measured(trial_.run, options_.monitor);
    } catch (const nlohmann::json::exception& error) {
      trial_.reason = error.what();
    } catch (const RunError& error) {
      trial_.reason = error.what();
    }
    return trial_;
  }

 private:
  std::vector<std::string> arguments() const {
    if (options_.resume && trial_.epochs && !trial_.run.empty()) {
      return {options_.command.front(),          "train",  "--resume", trial_.run,    "--epochs",
              fmt::format("{}", *trial_.epochs), "--json", "--quiet",  "--no-figures"};
    }
    auto words = options_.command;
    std::ranges::copy(words_of(trial_.point, options_.flags), std::back_inserter(words));
    if (trial_.epochs) words.insert(words.end(), {"--epochs", fmt::format("{}", *trial_.epochs)});
    words.insert(words.end(), {"--output", folder_.string(), "--name", "run"});
    return words;
  }

  const PoolOptions& options_;
  Trial trial_;
  fs::path folder_;
  Clock::time_point start_ = Clock::now();
  std::unique_ptr<ChildProcess> child_;
};

using Running = std::vector<std::unique_ptr<RunningTrial>>;

/// Whoever has not saved and left by then is ended (by its destructor).
void stop_all(Running& running) {
  constexpr auto kPatience = std::chrono::seconds(5);
  for (const auto& trial : running) trial->stop();
  const auto end = Clock::now() + kPatience;
  const auto has_ended = [](const auto& trial) { return trial->ended(); };
  while (Clock::now() < end && !std::ranges::all_of(running, has_ended)) ::usleep(5000);
}

}  // namespace

bool run_trials(const PoolOptions& options, const std::vector<Trial>& trials,
                const std::function<void(const Trial&)>& ended) {
  Running running;
  size_t next = 0;
  while (next < trials.size() || !running.empty()) {
    if (interrupt_requested()) {
      stop_all(running);
      return false;
    }
    while (next < trials.size() && running.size() < static_cast<size_t>(options.jobs))
      running.push_back(std::make_unique<RunningTrial>(options, trials[next++]));
    ::usleep(5000);  // ended early by a signal
    std::erase_if(running, [&](const auto& trial) {
      // A Ctrl-C of the terminal reaches the trainings too: what ends by it is no result.
      if (!trial->ended() || interrupt_requested()) return false;
      ended(trial->result());
      return true;
    });
  }
  return true;
}

}  // namespace gradus::cli
