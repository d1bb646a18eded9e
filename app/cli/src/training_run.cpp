#include "training_run.h"

#include "command.h"
#include "evaluation.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/checkpoint/saved_model.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "gradus/core/seed.h"
#include "gradus/models/registry.h"
#include "gradus/models/summary.h"
#include "gradus/report/history_csv.h"
#include "gradus/report/progress.h"
#include "gradus/training/interruption.h"
#include "run_figures.h"
#include "saved_run.h"
#include "training_plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

/// Notes for the user, on stderr; a closed stderr is no reason to lose a training.
void say(const TrainRequest& request, const std::string& text) {
  if (!request.quiet) std::fputs((text + "\n").c_str(), stderr);
}

/// What a run is called when it is not named: `fashion-mnist-mlp`, `my-mlp` for /data/my.csv.
std::string default_name(const TrainRequest& request) {
  std::string data = fs::path(NamedSettings::parse(request.data.data).name).stem().string();
  std::ranges::replace_if(
      data, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_'; }, '-');
  return fmt::format("{}-{}", data.empty() ? "data" : data, request.model.name);
}

/// Removes the run folder again unless something was saved in it.
class FolderGuard {
 public:
  explicit FolderGuard(fs::path path) : path_(std::move(path)) {}
  ~FolderGuard() {
    std::error_code ignored;  // a destructor has nobody to tell
    if (!kept_) fs::remove_all(path_, ignored);
  }
  FolderGuard(const FolderGuard&) = delete;
  FolderGuard& operator=(const FolderGuard&) = delete;
  void keep() { kept_ = true; }

 private:
  fs::path path_;
  bool kept_ = false;
};

int64_t parameter_count(const torch::nn::Module& model) {
  int64_t count = 0;
  for (const auto& parameter : model.parameters()) count += parameter.numel();
  return count;
}

/// Everything that a run has, filled in as it goes.
struct Run {
  const TrainRequest& request;
  torch::Device device;
  DataParts parts;
  data::Standardization standardization;
  torch::nn::AnyModule model;
  models::ModelShape shape;
  TrainingPlan plan;
  training::History history;
  Evaluation test;
  double seconds = 0;
  std::string engine;
  int threads = 1;
  std::optional<int> signal;
};

torch::nn::AnyModule build_model(const TrainRequest& request, models::ModelShape shape) {
  seed_everything(request.seed);
  auto model = models::make_model(request.model.name, shape, request.model.settings);
  if (!request.init_from.empty()) {
    checkpoint::load_state(*model.ptr(), load_run(request.init_from).saved.state);
  }
  return model;
}

Run prepare(const TrainRequest& request) {
  const auto device = select_device(request.device);
  models::model_traits(request.model.name);  // an unknown model is said before the data is loaded
  auto parts = split_parts(request.data, load(request.data));
  const auto standardization =
      request.standardize ? data::Standardization::fit(parts.train) : data::Standardization();
  const models::ModelShape shape{parts.train.features(), parts.train.outputs()};
  auto model = build_model(request, shape);
  auto plan = make_plan(request, parts.train, model, device);
  return {request,
          device,
          std::move(parts),
          standardization,
          std::move(model),
          shape,
          std::move(plan),
          {},
          {},
          0,
          {},
          1,
          {}};
}

void announce(const Run& run, const fs::path& folder) {
  const auto& request = run.request;
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

void train(Run& run) {
  training::Trainer trainer(run.model, run.plan.optimizer, run.plan.loss, run.plan.options);
  run.engine = trainer.engine_name();
  run.threads = trainer.threads();
  announce_engine(run.request, trainer);
  for (const auto& name : run.plan.metrics) {
    trainer.add(
        std::shared_ptr<metrics::Metric>(metrics::make_metric(name, run.shape.out_features)));
  }
  trainer.add(std::make_shared<training::Interruption>());
  if (!run.request.quiet) trainer.add(report::ProgressBar::on_stderr());
  const auto train_data = run.standardization.apply(run.parts.train);
  const bool validate = run.parts.validation.size() > 0;
  const auto validation =
      validate ? run.standardization.apply(run.parts.validation) : data::Dataset();
  const auto start = std::chrono::steady_clock::now();
  run.history = trainer.fit(train_data, validate ? &validation : nullptr);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.signal = interrupt_requested();
  if (trainer.engine_name() != run.engine) announce_engine(run.request, trainer);
  run.engine = trainer.engine_name();
  run.test =
      evaluate_part(trainer, run.standardization, run.parts.test, "test", run.plan.test_metrics);
}

checkpoint::SavedModel saved_model(const Run& run) {
  const auto& train = run.parts.train;
  checkpoint::SavedModel saved;
  saved.model = run.request.model.name;
  saved.settings = run.request.model.settings.values();
  saved.in_features = run.shape.in_features;
  saved.out_features = run.shape.out_features;
  saved.input_shape = train.input_shape();
  saved.task = train.task == data::Task::kClassification ? "classification" : "regression";
  saved.data = run.request.data.data;
  saved.data_options = run.request.data.to_map();
  saved.loss = run.plan.loss.name;
  saved.class_names = train.class_names;
  saved.feature_names = train.feature_names;
  saved.target_names = train.target_names;
  saved.state = checkpoint::state_of(*run.model.ptr());
  saved.standardization = run.standardization.tensors();
  saved.command = command_line();
  saved.seed = run.request.seed;
  return saved;
}

nlohmann::ordered_json metrics_document(const Run& run, const fs::path& folder) {
  const auto& last = run.history.epochs.back();
  nlohmann::ordered_json document = {
      {"schema_version", 1},
      {"command", command_line()},
      {"run", folder.string()},
      {"libtorch", libtorch_version()},
      {"data", run.request.data.data},
      {"model",
       {{"name", run.request.model.name},
        {"settings", run.request.model.settings.values()},
        {"parameters", parameter_count(*run.model.ptr())}}},
      {"device", run.device.str()},
      {"threads", run.threads},
      {"engine", run.engine},
      {"precision", engine::precision_name(run.plan.options.precision())},
      {"seed", run.request.seed},
      {"batch_size", run.plan.options.batch_size()},
      {"epochs", run.history.epochs.size()},
      {"interrupted", run.signal.has_value()},
      {"examples",
       {{"train", run.parts.train.size()},
        {"validation", run.parts.validation.size()},
        {"test", run.parts.test.size()}}},
      {"seconds", run.seconds},
      {"train_loss", last.train_loss}};
  if (last.validation_loss) document["validation_loss"] = *last.validation_loss;
  document["test"] = to_json(run.test, run.parts.test);
  return document;
}

void save(const Run& run, const fs::path& folder, const nlohmann::ordered_json& metrics) {
  checkpoint::save_model(folder, saved_model(run));
  checkpoint::write_file_atomically(folder / "history.csv", report::history_csv(run.history));
  checkpoint::write_file_atomically(folder / "metrics.json", metrics.dump(2) + "\n");
  checkpoint::write_file_atomically(folder / "command.txt", command_line() + "\n");
}

/// Says how to go on after a signal; the exit code tells the signal.
int finish_interrupted(const Run& run, const fs::path& folder) {
  const auto& last = run.history.epochs.back();
  std::fputs(fmt::format("interrupted in epoch {} after {} of {} examples; what was reached is "
                         "saved in {}. To go on from it: "
                         "{} --init-from {}\n",
                         last.epoch, last.examples, run.parts.train.size(), folder.string(),
                         command_line(), folder.string())
                 .c_str(),
             stderr);
  return static_cast<int>(*run.signal == SIGINT ? ExitCode::kInterrupted : ExitCode::kTerminated);
}

}  // namespace

int run_training(const TrainRequest& request) {
  auto run = prepare(request);
  const auto folder = checkpoint::RunFolder::create(
      request.output, request.name.empty() ? default_name(request) : request.name,
      std::time(nullptr));
  FolderGuard guard(folder.path());
  announce(run, folder.path());
  {
    const InterruptGuard interrupts;
    train(run);
    const auto metrics = metrics_document(run, folder.path());
    save(run, folder.path(), metrics);
    guard.keep();
    if (run.signal) return finish_interrupted(run, folder.path());
    if (request.json) fmt::print("{}\n", metrics.dump(2));
  }
  if (!request.json) fmt::print("{}", to_text(run.test, run.parts.test));
  if (request.figures) {
    const auto note =
        draw_run_figures(folder.path(), run.history, run.test, run.parts.test, *run.model.ptr());
    say(request, note);
  }
  say(request, fmt::format("saved in {}; use it again: gradus evaluate {}", folder.path().string(),
                           folder.path().string()));
  return 0;
}

}  // namespace gradus::cli
