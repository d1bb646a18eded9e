#include "log_flags.h"

#include "gradus/core/error.h"
#include "gradus/models/summary.h"
#include "gradus/report/csv_log.h"
#include "gradus/report/jsonl_log.h"
#include "gradus/report/tensorboard.h"
#include "run_record.h"

#include <fmt/format.h>

namespace gradus::cli {
namespace {

constexpr Range<int64_t> kInterval{0, 1'000'000};

report::TensorBoardOptions board_options(const Flags& flags, const PreparedRun& run,
                                         const std::filesystem::path& folder) {
  report::TensorBoardOptions options;
  options.folder = folder / "tensorboard";
  options.hyper_parameters = read_run_options(folder);
  options.texts = {{"model", fmt::format("```\n{}```\n", models::format_summary(models::summarize(
                                                             *run.model.ptr(), run.shape)))},
                   {"data", data::describe(run.parts.train)}};
  options.histogram_interval = flags.integer("--tensorboard-histograms", 1, kInterval);
  if (run.parts.train.input_shape().size() == 2) {
    options.image_shape = run.parts.train.input_shape();
  }
  return options;
}

}  // namespace

void add_log_flags(CLI::App& app, Flags& flags) {
  flags.add_switch(app, "--tensorboard",
                   "Write TensorBoard's event files into RUN/tensorboard (tensorboard --logdir "
                   "runs shows all runs)");
  flags.add(app, "--tensorboard-histograms", "N",
            "Epochs from one histogram of weights and gradients to the next, 0 for none [1]");
  flags.add(app, "--log-csv", "FILE", "Write a CSV line an epoch as it ends");
  flags.add(app, "--log-jsonl", "FILE", "Write a JSON line an epoch as it ends");
}

void check_logs(const Flags& flags, bool resumed) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const char* flag : {"--log-csv", "--log-jsonl"}) {
    if (!flags.given(flag)) continue;
    const fs::path file = flags.text(flag, "");
    std::error_code error;
    if (!resumed && fs::is_regular_file(file, error) && !fs::is_empty(file, error)) {
      throw UsageError("{} {} exists already: expected a new file; name another or remove it", flag,
                       file.string());
    }
    files.push_back(fs::weakly_canonical(fs::absolute(file, error), error));
  }
  if (files.size() == 2 && files[0] == files[1] && !fs::is_character_file(files[0]))
    throw UsageError("--log-csv and --log-jsonl name one file, {}: expected two",
                     flags.text("--log-csv", ""));
}

void add_logs(training::Trainer& trainer, const Flags& flags, const PreparedRun& run,
              const std::filesystem::path& folder) {
  if (flags.on("--tensorboard")) {
    trainer.add(std::make_shared<report::TensorBoard>(board_options(flags, run, folder)));
  }
  const auto csv = flags.text("--log-csv", ""), jsonl = flags.text("--log-jsonl", "");
  if (!csv.empty()) trainer.add(std::make_shared<report::CsvLog>(csv));
  if (!jsonl.empty()) trainer.add(std::make_shared<report::JsonlLog>(jsonl));
}

}  // namespace gradus::cli
