#include "fold_run.h"

#include "command.h"
#include "config_text.h"
#include "cross_validation.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/data/folds.h"
#include "gradus/training/interruption.h"
#include "new_run.h"
#include "prepared_run.h"
#include "run_files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>

namespace gradus::cli {
namespace {

constexpr const char* kFolds = "--folds";

/// Flags that speak of one model, of which a cross-validation keeps none.
const std::vector<std::string> kOfOneModel = {"--resume",  "--test",        "--checkpoint-every",
                                              "--keep",    "--log-csv",     "--log-jsonl",
                                              "--profile", "--tensorboard", "--layer-statistics"};

struct Fold {
  Evaluation evaluation;
  torch::Tensor rows;
};

/// Trains on all but the fold, from the same seed each time, and measures on the fold.
Fold run_fold(const TrainRequest& request, const data::Dataset& all, const data::Folds& folds,
              int64_t index) {
  auto split = folds.split(all, index);
  data::LoadedData loaded;
  loaded.train = std::move(split.train);
  loaded.test = std::move(split.held_out);
  auto run = prepare(request, split_parts(request.data, std::move(loaded)));
  training::Trainer trainer(run.model, run.plan.optimizer, run.plan.loss, run.plan.options);
  const auto& parts = run.parts;
  const bool validates = parts.validation.size() > 0;
  for (auto& callback : make_callbacks(request.callbacks, run.plan.metrics, validates))
    trainer.add(std::move(callback));
  for (const auto& name : run.plan.metrics)
    trainer.add(
        std::shared_ptr<metrics::Metric>(metrics::make_metric(name, run.shape.out_features)));
  trainer.add(std::make_shared<training::Interruption>());
  const auto validation = validates ? run.standardization.apply(parts.validation) : data::Dataset();
  trainer.fit(run.standardization.apply(parts.train), validates ? &validation : nullptr);
  EvaluationOptions options;
  options.resamples = 0;  // the folds themselves show the spread
  return {evaluate_part(trainer, run.standardization, parts.test, fmt::format("fold {}", index + 1),
                        run.plan.test_metrics, options),
          folds.held_out_rows(index)};
}

void check_flags(const Flags& flags) {
  for (const auto& flag : flags.declared()) {
    const bool set =
        flag.kind == Flag::Kind::kSwitch ? flags.on(flag.name) : flags.given(flag.name);
    if (set && std::ranges::find(kOfOneModel, flag.name) != kOfOneModel.end())
      throw UsageError("{} and {} exclude each other: a cross-validation keeps no model", kFolds,
                       flag.name);
  }
}

void say(const TrainRequest& request, const std::string& text) {
  if (!request.quiet) std::fputs((text + "\n").c_str(), stderr);
}

int finish_interrupted(size_t done, int64_t folds, int signal) {
  std::fputs(
      fmt::format("interrupted after {} of {} folds; nothing is kept\n", done, folds).c_str(),
      stderr);
  return static_cast<int>(signal == SIGINT ? ExitCode::kInterrupted : ExitCode::kTerminated);
}

void save(const std::filesystem::path& folder, const Flags& flags,
          const nlohmann::ordered_json& document) {
  checkpoint::write_file_atomically(folder / kConfigFile,
                                    config_text(flags, {}, not_of_the_training()));
  checkpoint::write_file_atomically(
      folder / "cross_validation.json",
      document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  checkpoint::write_file_atomically(folder / "command.txt", command_line() + "\n");
}

}  // namespace

void add_fold_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Evaluation");
  flags.add(app, kFolds, "K",
            "Cross-validate: train K models, each without one K-th of the training data, measure "
            "each on that, and keep the scores instead of a model; 2 or more");
}

int run_folds(const Flags& flags) {
  check_flags(flags);
  const auto request = read_train_flags(flags);
  const int64_t count = flags.integer(kFolds, 0, {2, 1'000'000});
  auto loaded = load(request.data);
  const auto& all = loaded.train;
  const auto folds = data::stratified_folds(all, count, request.seed);
  say(request, data::describe(all));
  if (!folds.note.empty()) say(request, folds.note);
  if (loaded.test) say(request, "the data's own test part is left alone");

  // Before hours of work: a name or a place may be refused.
  const auto folder = make_run_folder(request);
  NewRunGuard guard(folder.path());
  std::vector<Evaluation> evaluations;
  std::vector<torch::Tensor> rows;
  {
    const InterruptGuard interrupts;
    for (int64_t index = 0; index < count; ++index) {
      auto fold = run_fold(request, all, folds, index);
      if (const auto signal = interrupt_requested())
        return finish_interrupted(evaluations.size(), count, *signal);
      say(request, fmt::format("fold {}/{}: loss {:.4f}, {} {:.4f}", index + 1, count,
                               fold.evaluation.loss, fold.evaluation.metrics.front().first,
                               fold.evaluation.metrics.front().second));
      evaluations.push_back(std::move(fold.evaluation));
      rows.push_back(std::move(fold.rows));
    }
  }
  const auto result = cross_validation(std::move(evaluations), rows, all);
  nlohmann::ordered_json document = {
      {"schema_version", 1}, {"command", command_line()}, {"data", request.data.data}};
  document.update(to_json(result, all));
  save(folder.path(), flags, document);
  guard.keep();
  if (request.json) {
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    fmt::print("{}", to_text(result, all));
  }
  say(request, fmt::format("kept in {}", folder.path().string()));
  return 0;
}

}  // namespace gradus::cli
