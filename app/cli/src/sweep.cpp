#include "child_process.h"
#include "command.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/report/table.h"
#include "sweep_check.h"
#include "sweep_options.h"
#include "sweep_pool.h"
#include "sweep_record.h"
#include "wide_terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace gradus::cli {
namespace {

std::string value_text(const Trial& trial) {
  return trial.value ? fmt::format("{:.6g}", *trial.value) : "failed";
}

/// Makes the trials that the record lacks, and keeps each in it.
class SweepRun {
 public:
  SweepRun(const SweepOptions& options, PoolOptions pool, SweepRecord& record, bool quiet)
      : options_(options), pool_(std::move(pool)), record_(record), quiet_(quiet) {}

  bool run() {
    const auto run_missing = [this](const std::vector<Trial>& trials) { return results(trials); };
    if (!options_.rungs) return search_all(options_.points, run_missing);
    const auto rank = [this](std::vector<Trial>& trials) { sort(trials); };
    return search_by_halving(options_.points, *options_.rungs, run_missing, rank);
  }

 private:
  std::optional<std::vector<Trial>> results(const std::vector<Trial>& trials) {
    std::vector<Trial> missing, all;
    for (const auto& trial : trials) {
      if (record_.find(trial) == nullptr) missing.push_back(trial);
    }
    size_t done = trials.size() - missing.size();
    if (done > 0) say(fmt::format("{} of {} trials were made before\n", done, trials.size()));
    const bool whole = run_trials(pool_, missing, [&](const Trial& trial) {
      record_.add(trial);
      say(fmt::format(
          "{}/{}  {}{}  {} {}  {:.1f} s{}\n", ++done, trials.size(), to_text(trial.point),
          trial.epochs ? fmt::format("  {} epoch{}", *trial.epochs, *trial.epochs == 1 ? "" : "s")
                       : "",
          options_.monitor.name(), value_text(trial), trial.seconds,
          trial.reason.empty() ? "" : "  " + trial.reason));
    });
    if (!whole) return std::nullopt;
    for (const auto& trial : trials) all.push_back(*record_.find(trial));
    return all;
  }

  void sort(std::vector<Trial>& trials) const {
    const auto ranked = record_.ranked();
    const auto place = [&](const Trial& trial) {
      return std::ranges::find_if(ranked, [&](const Trial& t) { return t.is(trial); }) -
             ranked.begin();
    };
    std::ranges::sort(trials, {}, place);
  }

  void say(const std::string& text) const {
    if (!quiet_) std::fputs(text.c_str(), stderr);
  }

  const SweepOptions& options_;
  PoolOptions pool_;
  SweepRecord& record_;
  bool quiet_;
};

class SweepCommand : public Command {
 public:
  std::string name() const override { return "sweep"; }
  std::string summary() const override {
    return "Train over a grid, at random or by successive halving, and rank what came of it";
  }
  std::string examples() const override {
    return "  gradus sweep --data digits --vary lr=0.1,0.01,0.001 --vary hidden=64,128\n"
           "  gradus sweep --data digits --search random --trials 30 --vary lr=log:1e-4:1e-1\n"
           "  gradus sweep --data digits --search halving --epochs 27 --vary lr=log:1e-4:1e-1";
  }

  void declare(CLI::App& app) override {
    train_->declare(scratch_);
    add_sweep_flags(app, flags_, train_->flags().declared());
  }

  int run() override {
    const auto& train_flags = train_->flags().declared();
    const auto options = read_sweep_flags(flags_, train_flags);
    check_sweep(options, train_flags);
    PoolOptions pool;
    pool.command = {own_program(), "train"};
    pool.command.insert(pool.command.end(), options.shared.begin(), options.shared.end());
    // Unless it is said otherwise, a training keeps to its share of the processors.
    if (!flags_.given("--threads")) pool.command.insert(pool.command.end(), {"--threads", "1"});
    pool.command.insert(pool.command.end(), {"--json", "--quiet", "--no-figures"});
    pool.flags = train_flags;
    pool.folder = options.folder;
    pool.jobs = options.jobs;
    pool.monitor = options.monitor;
    // A schedule has its shape from the number of epochs.
    pool.resume =
        !flags_.given("--schedule") &&
        std::ranges::none_of(options.dimensions, [](const auto& d) { return d.key == "schedule"; });
    const InterruptGuard interrupts;
    SweepRecord record(options.folder, options.space, options.monitor);
    const bool whole = SweepRun(options, std::move(pool), record, flags_.on("--quiet")).run();
    if (!whole) return leave(options, record);
    print(options, record);
    const bool any =
        std::ranges::any_of(record.trials(), [](const Trial& t) { return t.value.has_value(); });
    if (!any) throw RunError("every trial failed; the first: {}", record.trials().front().reason);
    return static_cast<int>(ExitCode::kDone);
  }

 private:
  static int leave(const SweepOptions& options, const SweepRecord& record) {
    std::fputs(fmt::format("interrupted: {} trials are kept in {}; the same command goes on\n",
                           record.trials().size(), options.folder.string())
                   .c_str(),
               stderr);
    const bool by_keyboard = interrupt_requested() == SIGINT;
    return static_cast<int>(by_keyboard ? ExitCode::kInterrupted : ExitCode::kTerminated);
  }

  void print(const SweepOptions& options, const SweepRecord& record) const {
    if (flags_.on("--json")) {
      fmt::print("{}\n", record.document().dump(2, ' ', false,
                                                nlohmann::ordered_json::error_handler_t::replace));
      return;
    }
    std::vector<std::string> header{"trial"};
    for (const auto& dimension : options.dimensions) header.push_back(dimension.key);
    if (options.rungs) header.push_back("epochs");
    header.insert(header.end(), {options.monitor.name(), "seconds", "run"});
    report::Table table(header);
    for (const auto& trial : record.ranked()) {
      std::vector<std::string> cells{fmt::format("{}", trial.number)};
      for (const auto& [key, value] : trial.point) cells.push_back(value);
      if (options.rungs) cells.push_back(fmt::format("{}", trial.epochs.value_or(0)));
      cells.insert(cells.end(), {value_text(trial), fmt::format("{:.1f}", trial.seconds),
                                 trial.value ? trial.run : trial.reason});
      table.add_row(cells);
    }
    fmt::print("{}", table.to_string(wide_terminal()));
  }

  std::unique_ptr<Command> train_ = make_train_command();
  CLI::App scratch_;  // where train declares its flags, for their list
};

}  // namespace

std::unique_ptr<Command> make_sweep_command() {
  return std::make_unique<SweepCommand>();
}

}  // namespace gradus::cli
