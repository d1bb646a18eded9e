#include "training_plan.h"

#include "evaluation.h"
#include "gradus/core/error.h"
#include "gradus/training/loss_registry.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

constexpr int64_t kStepsWanted = 8000, kMinEpochs = 10, kMaxEpochs = 200;

int64_t default_batch_size(int64_t examples) {
  constexpr int64_t kSmall = 500, kMiddle = 5000;
  if (examples < kSmall) return 16;
  return examples < kMiddle ? 32 : 128;
}

int64_t default_epochs(int64_t examples, int64_t batch_size) {
  const int64_t steps = (examples + batch_size - 1) / batch_size;
  return std::clamp((kStepsWanted + steps - 1) / steps, kMinEpochs, kMaxEpochs);
}

bool normalizes_batches(const torch::nn::Module& model) {
  const auto modules = model.modules();
  return std::ranges::any_of(modules, [](const auto& module) {
    return module->name().find("BatchNorm") != std::string::npos;
  });
}

/// Batch normalisation cannot train on one example, which the last batch may consist of.
int64_t batch_size_for(const TrainRequest& request, int64_t examples,
                       const torch::nn::Module& model) {
  const int64_t size = request.batch_size.value_or(default_batch_size(examples));
  const bool last_of_one = size == 1 || examples == 1 || (size < examples && examples % size == 1);
  if (!last_of_one || !normalizes_batches(model)) return size;
  if (!request.batch_size && examples > 1) return size + 1;
  throw UsageError(
      "batch size = {} leaves a batch of one of {} training examples, on which batch normalisation "
      "cannot train; use {}",
      size, examples,
      examples > 1 ? fmt::format("--batch-size {}", size + 1) : "normalization=layer");
}

/// Two columns tell a score of two classes from one of one.
int64_t output_columns(torch::nn::AnyModule& model, const data::Dataset& train) {
  const torch::NoGradGuard no_grad;
  model.ptr()->eval();
  const auto example = train.inputs.narrow(0, 0, 1).to(torch::kFloat32);
  const auto outputs = model.forward(example);
  if (outputs.dim() != 2)
    throw UsageError("the model returns {} dimensions: expected [N, outputs]", outputs.dim());
  return outputs.size(1);
}

std::string default_loss(data::Task task, int64_t columns) {
  if (task == data::Task::kRegression) return "mse";
  return columns == 1 ? "bce" : "cross_entropy";
}

void check_loss(const std::string& loss, data::Task task, int64_t columns) {
  using training::LossOutputs;
  const auto& traits = training::loss_traits(loss);
  if (traits.regression != (task == data::Task::kRegression)) {
    throw UsageError("loss '{}' does not fit a {} task: use {}", loss,
                     task == data::Task::kRegression ? "regression" : "classification",
                     default_loss(task, columns));
  }
  if ((traits.outputs == LossOutputs::kOne && columns != 1) ||
      (traits.outputs == LossOutputs::kSeveral && columns == 1)) {
    throw UsageError("loss '{}' does not fit a model with {} output columns: use {}", loss, columns,
                     default_loss(task, columns));
  }
}

}  // namespace

TrainingPlan make_plan(const TrainRequest& request, const data::Dataset& train,
                       const data::Standardization& standardization, torch::nn::AnyModule& model,
                       torch::Device device) {
  const auto& traits = models::model_traits(request.model.name);
  const int64_t columns = output_columns(model, train);
  TrainingPlan plan;
  const auto optimizer = NamedSettings::parse(
      request.optimizer.value_or(traits.optimizer.empty() ? "adam" : traits.optimizer));
  plan.optimizer = {optimizer.name, request.learning_rate, optimizer.settings,
                    request.steps.decay_all};
  // A model's own rate belongs to its own optimizer.
  if (!request.learning_rate && !request.optimizer && traits.learning_rate > 0) {
    plan.optimizer.learning_rate = traits.learning_rate;
  }
  const auto fallback = traits.loss.empty() || train.task == data::Task::kRegression
                            ? default_loss(train.task, columns)
                            : traits.loss;
  plan.loss = training::make_loss(request.loss.value_or(fallback),
                                  loss_options(request.balance, train, device));
  check_loss(plan.loss.name, train.task, columns);
  const auto defaults = default_metrics(train.task);
  plan.metrics = request.metrics.empty() ? std::vector{defaults.front()} : request.metrics;
  plan.test_metrics = request.metrics.empty() ? defaults : request.metrics;
  check_metrics(plan.metrics, train);
  const int64_t batch_size = batch_size_for(request, train.size(), *model.ptr());
  plan.options.batch_size(batch_size)
      .epochs(request.epochs.value_or(default_epochs(train.size(), batch_size)))
      .seed(request.seed)
      .device(device)
      .threads(request.threads)
      .engine(request.engine)
      .precision(request.precision)
      .gradients(request.steps.gradients)
      .balanced(request.balance.sampling)
      .transforms(make_transforms(request.augmentation, train, standardization, plan.loss.name,
                                  columns, request.seed));
  return plan;
}

}  // namespace gradus::cli
