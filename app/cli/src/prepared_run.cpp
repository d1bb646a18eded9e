#include "prepared_run.h"

#include "gradus/core/available_memory.h"
#include "gradus/core/deterministic.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "model_memory.h"
#include "start_from.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

/// Standardising takes a copy, and of bytes one of numbers before that.
void require_memory_to_standardize(const data::Dataset& train) {
  constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
  const auto copies = train.inputs.scalar_type() == torch::kUInt8 ? 2 : 1;
  const auto needed = static_cast<uint64_t>(train.inputs.numel()) * sizeof(float) * copies;
  const auto available = available_memory();
  if (needed <= available) return;
  throw DataError(
      "{}: {} training examples of {} take {:.1f} GiB of memory more, and {:.1f} GiB are "
      "available: choose fewer or smaller ones (pictures: --image-size)",
      train.name, train.size(), fmt::join(train.input_shape(), " × "),
      static_cast<double>(needed) / kGiB, static_cast<double>(available) / kGiB);
}

torch::nn::AnyModule build_model(const TrainRequest& request, const data::Dataset& train,
                                 models::ModelShape shape) {
  require_memory_for(request.model, shape);
  seed_everything(request.seed);
  auto model = models::make_model(request.model.name, shape, request.model.settings);
  if (!request.init_from.empty()) start_from(request.init_from, train, *model.ptr());
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
  require_memory_to_standardize(parts.train);
  const auto standardization =
      request.standardize ? data::Standardization::fit(parts.train) : data::Standardization();
  const models::ModelShape shape{parts.train.features(), parts.train.outputs()};
  auto model = build_model(request, parts.train, shape);
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
