#include "run_files.h"

#include "command.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/checkpoint/run_file.h"
#include "gradus/core/device.h"
#include "gradus/report/history_csv.h"

#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

int64_t parameter_count(const torch::nn::Module& model) {
  int64_t count = 0;
  for (const auto& parameter : model.parameters()) count += parameter.numel();
  return count;
}

double seconds_of(const training::History& history) {
  double seconds = 0;
  for (const auto& record : history.epochs) seconds += record.seconds;
  return seconds;
}

}  // namespace

std::set<std::string> not_of_the_training() {
  return {"--output", "--name", "--resume", "--quiet", "--json"};
}

checkpoint::SavedModel model_facts(const TrainRequest& request, const PreparedRun& run) {
  const auto& train = run.parts.train;
  checkpoint::SavedModel facts;
  facts.model = request.model.name;
  facts.settings = request.model.settings.values();
  facts.in_features = run.shape.in_features;
  facts.out_features = run.shape.out_features;
  facts.input_shape = train.input_shape();
  facts.task = train.task == data::Task::kClassification ? "classification" : "regression";
  facts.data = request.data.data;
  facts.data_options = request.data.to_map();
  facts.loss = run.plan.loss.name;
  facts.class_names = train.class_names;
  facts.feature_names = train.feature_names;
  facts.target_names = train.target_names;
  facts.standardization = run.standardization.tensors();
  facts.command = command_line();
  facts.seed = request.seed;
  return facts;
}

nlohmann::ordered_json metrics_document(const TrainRequest& request, const PreparedRun& run,
                                        const TrainingResult& result, const fs::path& folder) {
  nlohmann::ordered_json document = {
      {"schema_version", 1},
      {"command", command_line()},
      {"run", folder.string()},
      {"libtorch", libtorch_version()},
      {"data", request.data.data},
      {"model",
       {{"name", request.model.name},
        {"settings", request.model.settings.values()},
        {"parameters", parameter_count(*run.model.ptr())}}},
      {"device", run.device.str()},
      {"threads", result.threads},
      {"engine", result.engine},
      {"precision", engine::precision_name(run.plan.options.precision())},
      {"seed", request.seed},
      {"batch_size", run.plan.options.batch_size()},
      {"epochs", result.history.epochs.size()},
      {"interrupted", result.signal.has_value()},
      {"examples",
       {{"train", run.parts.train.size()},
        {"validation", run.parts.validation.size()},
        {"test", run.parts.test.size()}}},
      {"seconds", seconds_of(result.history)}};
  if (!result.history.epochs.empty()) {
    const auto& last = result.history.epochs.back();
    document["train_loss"] = last.train_loss;
    if (last.validation_loss) document["validation_loss"] = *last.validation_loss;
  }
  document["test"] = to_json(result.test, run.parts.test);
  return document;
}

void save_result(const fs::path& folder, const TrainRequest& request, const PreparedRun& run,
                 const TrainingResult& result, const nlohmann::ordered_json& metrics) {
  auto saved = model_facts(request, run);
  saved.state = checkpoint::state_of(*run.model.ptr());
  checkpoint::save_model(folder, saved);
  checkpoint::write_file_atomically(folder / "history.csv", report::history_csv(result.history));
  checkpoint::write_file_atomically(
      folder / "metrics.json",
      metrics.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  // A training that went on was given by several.
  const auto commands = folder / "command.txt";
  const auto before =
      fs::exists(commands) ? checkpoint::read_run_file(folder, "command.txt") : std::string();
  checkpoint::write_file_atomically(commands, before + command_line() + "\n");
}

}  // namespace gradus::cli
