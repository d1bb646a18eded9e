#include "prepared_run.h"

#include "gradus/checkpoint/module_state.h"
#include "gradus/core/deterministic.h"
#include "gradus/core/device.h"
#include "gradus/core/seed.h"
#include "saved_run.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

torch::nn::AnyModule build_model(const TrainRequest& request, models::ModelShape shape) {
  seed_everything(request.seed);
  auto model = models::make_model(request.model.name, shape, request.model.settings);
  if (!request.init_from.empty()) {
    checkpoint::load_state(*model.ptr(), load_run(request.init_from).saved.state);
  }
  return model;
}

std::string text_of(const training::OptimizerSpec& optimizer) {
  const auto settings = optimizer.settings.to_string();
  return settings.empty() ? optimizer.name : optimizer.name + ":" + settings;
}

/// The optimizer's own where none was given.
double rate_of(const training::OptimizerSpec& optimizer) {
  return training::learning_rate(
      *training::make_optimizer(optimizer, {torch::zeros({1}, torch::requires_grad())}));
}

}  // namespace

PreparedRun prepare(const TrainRequest& request) {
  if (request.steps.deterministic) set_deterministic(true);  // before CUDA starts
  select_device(request.device);  // what is wrong with these is said before the data is loaded
  models::model_traits(request.model.name);
  return prepare(request, split_parts(request.data, load(request.data)));
}

PreparedRun prepare(const TrainRequest& request, DataParts parts) {
  const auto device = select_device(request.device);
  const auto standardization =
      request.standardize ? data::Standardization::fit(parts.train) : data::Standardization();
  const models::ModelShape shape{parts.train.features(), parts.train.outputs()};
  auto model = build_model(request, shape);
  auto plan = make_plan(request, parts.train, standardization, model, device);
  return {device, std::move(parts), standardization, std::move(model), shape, std::move(plan)};
}

std::map<std::string, std::string> decided_flags(const PreparedRun& run,
                                                 const training::Trainer& trainer) {
  const auto& plan = run.plan;
  return {{"--epochs", fmt::format("{}", plan.options.epochs())},
          {"--batch-size", fmt::format("{}", plan.options.batch_size())},
          {"--optimizer", text_of(plan.optimizer)},
          {"--lr", fmt::format("{}", rate_of(plan.optimizer))},
          {"--loss", plan.loss.name},
          {"--device", run.device.str()},
          {"--engine", std::string(trainer.engine_name())},
          {"--threads", fmt::format("{}", trainer.threads())}};
}

}  // namespace gradus::cli
