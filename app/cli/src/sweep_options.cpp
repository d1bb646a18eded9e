#include "sweep_options.h"

#include "gradus/core/error.h"
#include "gradus/core/threads.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace gradus::cli {
namespace {

/// What a sweep says to each of its trainings, and what would make no training of its
/// own, or one file of all.
const std::set<std::string> kDecided = {"--output", "--name",    "--json",
                                        "--quiet",  "--resume",  "--no-figures",
                                        "--folds",  "--log-csv", "--log-jsonl"};

std::vector<Flag> passed_on(const std::vector<Flag>& train_flags) {
  std::vector<Flag> flags;
  std::ranges::copy_if(train_flags, std::back_inserter(flags),
                       [](const Flag& flag) { return !kDecided.contains(flag.name); });
  return flags;
}

void append(std::vector<std::string>& words, const Flag& flag, const Flags& flags) {
  if (flag.kind != Flag::Kind::kSwitch) {
    for (const auto& value : flags.texts(flag.name)) words.insert(words.end(), {flag.name, value});
  } else if (flags.on(flag.name)) {
    words.push_back(flag.name);
  }
}

/// The metric that a monitored name stands for; empty for a loss.
std::string metric_of(std::string name) {
  for (const std::string_view part : {"validation_", "train_"}) {
    if (name.starts_with(part)) name = name.substr(part.size());
  }
  return name == "loss" ? "" : name;
}

/// Processors are shared: so many trainings of so many threads each.
int64_t read_jobs(const Flags& flags) {
  const int64_t processors = available_processors();
  const auto threads = flags.optional_integer("--threads", {1, 1024});
  const bool on_cpu = flags.text("--device", "cpu") == "cpu";
  const int64_t most = std::max<int64_t>(1, processors / threads.value_or(1));
  const auto jobs = flags.integer("--jobs", on_cpu ? most : 1, {1, 1024});
  if (jobs > most) {
    throw UsageError("--jobs {} of {} thread{} each: expected at most {} on {} processors", jobs,
                     threads.value_or(1), threads.value_or(1) == 1 ? "" : "s", most, processors);
  }
  return jobs;
}

std::vector<std::string> read_shared(const Flags& flags, const std::vector<Flag>& train_flags,
                                     const SweepOptions& options) {
  std::vector<std::string> words;
  for (const auto& flag : passed_on(train_flags)) {
    const bool varied = std::ranges::any_of(
        options.dimensions, [&](const Dimension& d) { return d.key == flag.key(); });
    if (varied && flags.given(flag.name))
      throw UsageError("{} is given, and varied by --vary: leave out one of them", flag.name);
    const bool decided = options.rungs && flag.name == "--epochs";
    if (flags.given(flag.name) && !decided) append(words, flag, flags);
  }
  const auto metric = metric_of(options.monitor.name());
  if (!metric.empty() && !flags.given("--metrics"))
    words.insert(words.end(), {"--metrics", metric});
  return words;
}

Rungs read_rungs(const Flags& flags, size_t trials) {
  if (!flags.given("--epochs")) {
    throw UsageError("--search halving needs --epochs N: the epochs of those that reach the end");
  }
  Rungs rungs;
  rungs.epochs = flags.integer("--epochs", 0, {1, 1'000'000});
  rungs.eta = static_cast<size_t>(flags.integer("--eta", 3, {2, 100}));
  const auto fallback = default_rungs(trials, rungs.eta, rungs.epochs);
  rungs.count =
      static_cast<size_t>(flags.integer("--rungs", static_cast<int64_t>(fallback), {1, 20}));
  return rungs;
}

void check_only_for(const Flags& flags, const std::string& flag, bool used, const char* search) {
  if (!used && flags.given(flag)) throw UsageError("{} is for --search {} only", flag, search);
}

void read_search(const Flags& flags, SweepOptions& options) {
  options.search = flags.choice("--search", "grid", {"grid", "random", "halving"});
  const bool halving = options.search == "halving";
  check_only_for(flags, "--trials", options.search != "grid", "random and halving");
  check_only_for(flags, "--eta", halving, "halving");
  check_only_for(flags, "--rungs", halving, "halving");
  if (options.search == "grid") {
    options.points = grid_points(options.dimensions);
    return;
  }
  const auto trials = static_cast<size_t>(flags.integer("--trials", 20, {1, kMaxTrials}));
  const auto seed = static_cast<uint64_t>(flags.integer("--seed", 0, {.min = 0}));
  options.points = random_points(options.dimensions, trials, seed);
  if (halving) options.rungs = read_rungs(flags, options.points.size());
}

nlohmann::ordered_json space_of(const Flags& flags, const SweepOptions& options) {
  nlohmann::ordered_json space = {{"search", options.search},
                                  {"vary", flags.texts("--vary")},
                                  {"metric", options.monitor.name()},
                                  {"train", options.shared},
                                  {"points", options.points.size()}};
  if (options.rungs) {
    space["rungs"] = options.rungs->count;
    space["eta"] = options.rungs->eta;
    space["epochs"] = options.rungs->epochs;
  }
  return space;
}

}  // namespace

void add_sweep_flags(CLI::App& app, Flags& flags, const std::vector<Flag>& train_flags) {
  app.option_defaults()->group("Sweep");
  flags.add_list(app, "--vary", "KEY=VALUES",
                 "What to vary, once for each: lr=0.1,0.01, hidden=64;64,32, lr=log:1e-4:1e-1, "
                 "dropout=uniform:0:0.5, batch-size=int:16:256");
  flags.add(app, "--search", "HOW",
            "grid (all), random, or halving: random, the best go on [grid]");
  flags.add(app, "--trials", "N", "Points that random and halving draw [20]");
  flags.add(app, "--eta", "N", "Halving: of so many trials one goes on to the next rung [3]");
  flags.add(app, "--rungs", "N",
            "Halving: rungs, each with eta times the epochs [until one is left]");
  flags.add(app, "--metric", "NAME",
            "What ranks the trials at their last epoch: validation_loss, accuracy, … "
            "[validation_loss]");
  flags.add(app, "--jobs", "N", "Trainings at once [as many as there are processors]");
  flags.add(app, "--output", "DIR", "Folder of the sweep; the same again goes on [runs/sweep]");
  flags.add_switch(app, "--quiet", "No progress, only the result");
  flags.add_switch(app, "--json", "Print the result as JSON on stdout");
  for (const auto& flag : passed_on(train_flags)) {
    app.option_defaults()->group(flag.group);
    switch (flag.kind) {
      case Flag::Kind::kValue:
        flags.add(app, flag.name, flag.placeholder, flag.help);
        break;
      case Flag::Kind::kSwitch:
        flags.add_switch(app, flag.name, flag.help);
        break;
      case Flag::Kind::kList:
        flags.add_list(app, flag.name, flag.placeholder, flag.help);
        break;
    }
  }
}

SweepOptions read_sweep_flags(const Flags& flags, const std::vector<Flag>& train_flags) {
  SweepOptions options;
  const auto data = flags.text("--data", "");
  if (data == "-" || data.ends_with(":-"))
    throw UsageError("--data {}: each trial reads the data, so a sweep needs a file", data);
  for (const auto& text : flags.texts("--vary"))
    options.dimensions.push_back(parse_dimension(text, passed_on(train_flags)));
  if (options.dimensions.empty())
    throw UsageError("nothing to vary: expected --vary KEY=VALUES, as in --vary lr=0.1,0.01");
  std::set<std::string> keys;
  for (const auto& dimension : options.dimensions) {
    if (!keys.insert(dimension.key).second)
      throw UsageError("--vary {} is given twice: join its values by commas", dimension.key);
  }
  read_search(flags, options);
  if (options.rungs && keys.contains("epochs"))
    throw UsageError("--vary epochs: --search halving decides the epochs itself");
  options.monitor = training::Monitor(flags.text("--metric", "validation_loss"));
  options.jobs = read_jobs(flags);
  options.shared = read_shared(flags, train_flags, options);
  options.folder = flags.text("--output", "runs/sweep");
  options.space = space_of(flags, options);
  return options;
}

}  // namespace gradus::cli
