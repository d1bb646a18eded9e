#include "checkpoint_flags.h"

#include "config_file.h"
#include "gradus/checkpoint/checkpoint_folder.h"
#include "gradus/core/error.h"
#include "import_file.h"
#include "run_files.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEvery = "--checkpoint-every";

/// What does not change the training, or (epochs) only how far it goes.
const std::vector<std::string> kMayDiffer = {
    "--resume",  "--epochs",        "--engine",          "--threads", "--device",
    "--quiet",   "--json",          "--figures",         "--keep",    kEvery,
    "--profile", "--profile-steps", "--layer-statistics"};

[[noreturn]] void refuse_every(const std::string& text) {
  throw UsageError(
      "{} '{}': expected auto, a number of epochs as in 5, or a time as in 30s or 10min", kEvery,
      text);
}

double time_unit(const std::string& unit, const std::string& text) {
  if (unit == "s") return 1;
  if (unit == "min") return 60;
  if (unit == "h") return 3600;
  refuse_every(text);
}

void read_every(const std::string& text, training::ModelCheckpointOptions& options) {
  if (text == "auto") return;
  const auto digits = text.find_first_not_of("0123456789.");
  const auto number = text.substr(0, digits);
  if (digits == std::string::npos) {
    if (!parse_integer(number, options.every_epochs) || options.every_epochs < 1)
      refuse_every(text);
    return;
  }
  double value = 0;
  if (!parse_real(number, value) || value <= 0 || value > 1e9) refuse_every(text);
  options.every_seconds = value * time_unit(text.substr(digits), text);
}

bool may_differ(const Flag& flag) {
  return std::ranges::any_of(
      kMayDiffer, [&](const auto& name) { return name == flag.name || name == "--" + flag.key(); });
}

/// What was given, by the user or by a file, stays; all else is as it was.
void take_configuration(const std::string& path, Flags& flags) {
  std::vector<std::pair<std::string, std::vector<std::string>>> given;
  for (const auto& flag : flags.declared())
    if (flags.given(flag.name)) given.emplace_back(flag.name, flags.effective(flag));
  apply_config(parse_config(read_config(path), path), path, flags);
  for (const auto& [name, values] : given)
    if (!flags.typed(name)) flags.configure(name, values);
  if (flags.given("--folds")) {
    throw UsageError("'{}' is a cross-validation, which keeps no training to go on with",
                     fs::path(path).parent_path().string());
  }
}

/// Fewer epochs than there are would make the configuration untrue.
void check_epochs(const Flags& flags, const checkpoint::SavedModel& saved) {
  const int64_t done = state_integer(saved.training, "trainer.epoch") - 1;
  const int64_t wanted = flags.integer("--epochs", done, {});
  if (wanted < done)
    throw UsageError("--epochs {}: the run has {} epochs already; expected at least as many",
                     wanted, done);
}

void check_given(const Flags& flags) {
  for (const auto& flag : flags.declared()) {
    if (!flags.given(flag.name) || may_differ(flag)) continue;
    throw UsageError(
        "{} cannot be changed in a training that goes on: --resume takes {}; for a new training "
        "from its weights use --init-from",
        flag.name, fmt::join(kMayDiffer.begin() + 1, kMayDiffer.end(), ", "));
  }
}

}  // namespace

void add_checkpoint_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Checkpoints");
  flags.add(app, kEvery, "N|TIME",
            "Save a checkpoint every N epochs or every 30s, 10min, 1h; auto: after epochs, in less "
            "than 1 % of the time [auto]");
  flags.add(app, "--keep", "N", "Newest checkpoints to keep, beside the best [2]");
  flags.add(app, "--resume", "RUN",
            "Go on with a training that was interrupted or killed, in its run folder, bit for bit; "
            "RUN/checkpoints/NAME for an older state");
}

training::ModelCheckpointOptions read_checkpoint_flags(const Flags& flags) {
  training::ModelCheckpointOptions options;
  read_every(flags.text(kEvery, "auto"), options);
  options.monitor = flags.text("--monitor", options.monitor);
  options.keep = flags.integer("--keep", options.keep, {1, 1'000'000});
  return options;
}

std::optional<Resumption> read_resumption(Flags& flags) {
  if (!flags.given("--resume")) return std::nullopt;
  check_given(flags);
  fs::path run = flags.text("--resume", "");
  std::string which = "last";
  if (const auto parent = fs::path(run / "").parent_path().parent_path();
      parent.filename() == "checkpoints") {
    which = fs::path(run / "").parent_path().filename();
    run = parent.parent_path();
  }
  const auto config = run / kConfigFile;
  if (is_imported(run)) {
    throw CheckpointError(
        "'{0}' was imported, and has no training to go on with: begin one from its weights by "
        "gradus train --init-from {0}",
        run.string());
  }
  if (fs::is_directory(run) && !fs::exists(config)) {
    throw CheckpointError(
        "'{}' cannot go on: it has no {}, which a training writes before its first step: begin it "
        "anew",
        run.string(), kConfigFile);
  }
  auto folder = checkpoint::RunFolder::lock(run);
  take_configuration(config.string(), flags);
  const checkpoint::CheckpointFolder checkpoints(folder.path());
  const auto names = checkpoints.names();
  if (names.empty() && fs::exists(run / "manifest.json")) {
    throw CheckpointError(
        "'{}' cannot go on: it has been trained, but '{}' holds nothing to go on from",
        run.string(), checkpoints.path().string());
  }
  if (names.empty()) return Resumption{std::move(folder), std::nullopt, {}};
  auto saved = checkpoints.load(which);
  check_epochs(flags, saved);
  if (which == "last") which = names.front();
  if (which == "best") which = checkpoints.best()->name;
  return Resumption{std::move(folder), std::move(saved), std::move(which)};
}

}  // namespace gradus::cli
