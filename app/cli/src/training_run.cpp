#include "training_run.h"

#include "checkpoint_flags.h"
#include "config_text.h"
#include "data_manifest.h"
#include "diagnosis.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/models/summary.h"
#include "gradus/report/progress.h"
#include "gradus/training/interruption.h"
#include "log_flags.h"
#include "new_run.h"
#include "run_figures.h"
#include "run_files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

/// Notes for the user, on stderr; a closed stderr is no reason to lose a training.
void say(const TrainRequest& request, const std::string& text) {
  if (!request.quiet) std::fputs((text + "\n").c_str(), stderr);
}

void announce(const TrainRequest& request, const PreparedRun& run, const fs::path& folder) {
  say(request, data::describe(run.parts.train));
  say(request,
      fmt::format("parts: {} training, {} validation, {} test examples", run.parts.train.size(),
                  run.parts.validation.size(), run.parts.test.size()));
  say(request, models::format_summary(models::summarize(*run.model.ptr(), run.shape)));
  const auto& options = run.plan.options;
  say(request,
      fmt::format("{} epochs of batches of {}{}, {}, loss {}, seed {}, device {}", options.epochs(),
                  options.batch_size(),
                  request.epochs ? "" : " (chosen by the size of the data; --epochs, --batch-size)",
                  run.plan.optimizer.name, run.plan.loss.name, options.seed(), run.device.str()));
  say(request, fmt::format("run folder: {}", folder.string()));
}

void announce_engine(const TrainRequest& request, const training::Trainer& trainer) {
  const auto reason = trainer.engine_reason();
  say(request, fmt::format("steps by the {} engine, {} thread{}{}{}", trainer.engine_name(),
                           trainer.threads(), trainer.threads() == 1 ? "" : "s",
                           reason.empty() ? "" : ": ", reason));
}

/// The data must be those that the checkpoint's training saw.
void check_same_data(const checkpoint::SavedModel& saved, const checkpoint::SavedModel& facts) {
  if (saved.class_names == facts.class_names && saved.feature_names == facts.feature_names &&
      saved.input_shape == facts.input_shape)
    return;
  throw CheckpointError(
      "the data '{}' have changed since the checkpoint: other classes, columns or sizes",
      facts.data);
}

/// Callbacks in the order in which they must hear of things: checkpoints come last, since they keep
/// what the others remember.
void add_callbacks(training::Trainer& trainer, const TrainRequest& request, const PreparedRun& run,
                   const Flags& flags, const fs::path& folder, const Diagnosis& diagnosis,
                   const std::string& config) {
  for (const auto& name : run.plan.metrics)
    trainer.add(
        std::shared_ptr<metrics::Metric>(metrics::make_metric(name, run.shape.out_features)));
  const auto& callbacks = request.callbacks;
  for (auto& callback :
       make_callbacks(callbacks, run.plan.metrics, run.parts.validation.size() > 0))
    trainer.add(std::move(callback));
  diagnosis.watch(trainer);
  trainer.add(std::make_shared<training::Interruption>());
  if (!request.quiet) trainer.add(report::ProgressBar::on_stderr());
  add_logs(trainer, flags, run, folder);
  auto facts = model_facts(request, run);
  facts.training["options"] = text_state(config);
  trainer.add(std::make_shared<training::ModelCheckpoint>(trainer, folder, std::move(facts),
                                                          read_checkpoint_flags(flags)));
}

training::History fit(training::Trainer& trainer, const PreparedRun& run, const fs::path& folder) {
  const auto train_data = run.standardization.apply(run.parts.train);
  const bool validate = run.parts.validation.size() > 0;
  const auto validation =
      validate ? run.standardization.apply(run.parts.validation) : data::Dataset();
  try {
    return trainer.fit(train_data, validate ? &validation : nullptr);
  } catch (const DivergedError& error) {
    const auto names = checkpoint::CheckpointFolder(folder).names();
    if (names.empty()) throw;
    throw DivergedError("{}; the state before is kept: {}/checkpoints/{}", error.what(),
                        folder.string(), names.front());
  }
}

/// The resolved configuration, which repeats the run.
std::string configuration(const Flags& flags, const PreparedRun& run,
                          const training::Trainer& trainer) {
  return config_text(flags, decided_flags(run, trainer), not_of_the_training());
}

TrainingResult train(const TrainRequest& request, PreparedRun& run, const Flags& flags,
                     const fs::path& folder, const std::optional<Resumption>& resumption,
                     const Diagnosis& diagnosis) {
  training::Trainer trainer(run.model, run.plan.optimizer, run.plan.loss, run.plan.options);
  const auto config = configuration(flags, run, trainer);
  checkpoint::write_file_atomically(folder / kConfigFile, config);
  announce_engine(request, trainer);
  add_callbacks(trainer, request, run, flags, folder, diagnosis, config);
  if (resumption && resumption->saved) {
    check_same_data(*resumption->saved, model_facts(request, run));
    auto state = training::training_state(*resumption->saved);
    if (state.contains("trainer.stopped"))
      say(request, "this training had ended: " + state_text(state, "trainer.stopped"));
    trainer.load_state(std::move(state));
    checkpoint::CheckpointFolder(folder).drop_after(resumption->name);
  }
  TrainingResult result;
  result.engine = trainer.engine_name();
  result.history = fit(trainer, run, folder);
  result.signal = interrupt_requested();
  if (trainer.engine_name() != result.engine) announce_engine(request, trainer);
  result.engine = trainer.engine_name();
  result.threads = trainer.threads();
  // Somebody who stops a training does not want to wait for intervals.
  auto options = options_after_training(request.seed, run.parts.test.size());
  if (result.signal) options.resamples = 0;
  result.test = evaluate_part(trainer, run.standardization, run.parts.test, "test",
                              run.plan.test_metrics, options);
  recalibrate(result.test, trainer, run.standardization, run.parts.validation);
  return result;
}

/// Says how to go on after a signal; the exit code tells the signal.
int finish_interrupted(const TrainingResult& result, const PreparedRun& run,
                       const fs::path& folder) {
  const auto& last = result.history.epochs.back();
  std::fputs(fmt::format("interrupted in epoch {} after {} of {} examples; to go on: gradus train "
                         "--resume {}\n",
                         last.epoch, last.examples, run.parts.train.size(), folder.string())
                 .c_str(),
             stderr);
  return static_cast<int>(*result.signal == SIGINT ? ExitCode::kInterrupted
                                                   : ExitCode::kTerminated);
}

}  // namespace

int run_training(Flags& flags) {
  const auto resumption = read_resumption(flags);
  const auto request = read_train_flags(flags);
  check_logs(flags, resumption.has_value());
  auto run = prepare(request);
  if (resumption) check_manifest(resumption->folder.path(), request.data.data, run.parts);
  // From here on a signal ends the training in good order, its folder included.
  std::optional<InterruptGuard> interrupts(std::in_place);
  const auto folder = resumption ? resumption->folder : make_run_folder(request);
  NewRunGuard guard(folder.path());
  if (resumption) guard.keep();
  announce(request, run, folder.path());
  // Declared after the guard: waited for before that may remove the folder.
  auto manifest = begin_manifest(folder.path(), request.data.data, run.parts);
  TrainingResult result;
  {
    const Diagnosis diagnosis(request.diagnosis, run);
    result = train(request, run, flags, folder.path(), resumption, diagnosis);
    const auto metrics = metrics_document(request, run, result, folder.path());
    save_result(folder.path(), request, run, result, metrics);
    manifest.get();
    guard.keep();
    if (const auto text = diagnosis.save(folder.path()); !text.empty()) say(request, text);
    if (result.signal) return finish_interrupted(result, run, folder.path());
    if (request.json)
      fmt::print("{}\n", metrics.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  interrupts.reset();
  if (!request.json) fmt::print("{}", to_text(result.test, run.parts.test));
  if (request.figures) {
    const auto note = draw_run_figures(folder.path(), result.history, result.test, run.parts.test,
                                       *run.model.ptr());
    say(request, note);
  }
  if (!run.parts.skipped.empty()) say(request, skipped_text(run.parts.skipped));
  say(request, fmt::format("saved in {}; use it again: gradus evaluate {}", folder.path().string(),
                           folder.path().string()));
  return 0;
}

}  // namespace gradus::cli
