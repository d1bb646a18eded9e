#include "gradus/training/trainer.h"

#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "gradus/data/batches.h"
#include "gradus/training/gradients.h"
#include "gradus/training/loss_tape.h"
#include "gradus/training/metric_tape.h"

#include <torch/utils.h>

#include <algorithm>
#include <chrono>

namespace gradus::training {
namespace {

constexpr int64_t kMaxEpochs = 1'000'000;
constexpr int64_t kMaxBatchSize = 100'000'000;

void check_options(const TrainerOptions& options) {
  if (options.epochs() < 1 || options.epochs() > kMaxEpochs) {
    throw UsageError("epochs = {}: expected 1 to {}", options.epochs(), kMaxEpochs);
  }
  if (options.batch_size() < 1 || options.batch_size() > kMaxBatchSize) {
    throw UsageError("batch size = {}: expected 1 to {}", options.batch_size(), kMaxBatchSize);
  }
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

template <typename Event>
void notify(const std::vector<std::shared_ptr<Callback>>& callbacks,
            void (Callback::*method)(const Event&), const Event& event) {
  for (const auto& callback : callbacks) (callback.get()->*method)(event);
}

/// The steps that may pass between one event and the next.
int64_t step_interval(const std::vector<std::shared_ptr<Callback>>& callbacks) {
  int64_t interval = Callback::kAnyInterval;
  for (const auto& callback : callbacks) interval = std::min(interval, callback->step_interval());
  return interval;
}

}  // namespace

Trainer::Trainer(torch::nn::AnyModule model, const OptimizerSpec& optimizer, Loss loss,
                 TrainerOptions options)
    : model_(std::move(model)), loss_(std::move(loss)), options_(options) {
  check_options(options_);
  model_.ptr()->to(options_.device());
  const auto parameters = model_.ptr()->parameters();
  // LBFGS keeps gradients of earlier evaluations, which must not be written over.
  const bool flat = optimizer.name != "lbfgs";
  parameters_ =
      std::make_unique<engine::FlatParameters>(flat ? parameters : std::vector<torch::Tensor>());
  optimizer_ = make_optimizer(optimizer, flat ? parameters_->flats() : parameters);
  auto choice = engine::make_engine(
      {.kind = options_.engine(),
       .model = model_.ptr(),
       .forward =
           [model = model_](const torch::Tensor& inputs) mutable { return model.forward(inputs); },
       .loss_name = loss_.name,
       .loss = loss_.function,
       .parameters = *parameters_,
       .optimizer = *optimizer_,
       .device = options_.device(),
       .precision = options_.precision(),
       .threads = options_.threads(),
       .multiply_adds = multiply_adds()});
  engine_ = std::move(choice.engine);
  engine_reason_ = std::move(choice.reason);
}

Trainer& Trainer::add(std::shared_ptr<Callback> callback) {
  callbacks_.push_back(std::move(callback));
  return *this;
}

Trainer& Trainer::add(std::shared_ptr<metrics::Metric> metric) {
  metrics_.push_back(std::move(metric));
  return *this;
}

History Trainer::fit(const data::Dataset& train, const data::Dataset* validation) {
  if (train.size() == 0) throw DataError("data set '{}' has no examples to train on", train.name);
  const ThreadsGuard threads(engine_->threads());
  parameters_->adopt();
  const auto train_data = train.to(options_.device());
  const auto validation_data =
      validation == nullptr ? data::Dataset() : validation->to(options_.device());

  History history;
  StopRequest stop;
  const int64_t steps = (train.size() + options_.batch_size() - 1) / options_.batch_size();
  notify(callbacks_, &Callback::on_fit_start,
         FitStart{options_.epochs(), steps, train.size(),
                  validation == nullptr ? 0 : validation->size()});
  for (int64_t epoch = 1; epoch <= options_.epochs() && !stop.requested; ++epoch) {
    notify(callbacks_, &Callback::on_epoch_start, EpochStart{epoch, options_.epochs()});
    EpochRecord record = train_epoch(train_data, epoch, stop);
    if (validation != nullptr && !stop.requested) {
      const Report report = evaluate(validation_data);
      record.validation_loss = report.loss;
      record.validation_metrics = report.metrics;
    }
    history.epochs.push_back(record);
    notify(callbacks_, &Callback::on_epoch_end,
           EpochEnd{history.epochs.back(), options_.epochs(), stop});
  }
  notify(callbacks_, &Callback::on_fit_end, FitEnd{history, stop});
  return history;
}

EpochRecord Trainer::train_epoch(const data::Dataset& train, int64_t epoch, StopRequest& stop) {
  const Stopwatch watch;
  model_.ptr()->train();
  const data::Batches batches(train, options_.batch_size(), options_.seed(), epoch);
  engine_->start_epoch(
      {batches.inputs(), batches.targets(), batches.order(), batches.batch_size()});
  LossTape losses(batches.size(), options_.device());
  MetricTape metrics(metrics_, batches.targets(), batches.order());
  const std::function<double()> mean_loss = [&] { return losses.mean(); };
  const std::function<MetricValues()> metric_values = [&] { return metrics.values(); };
  const int64_t interval = step_interval(callbacks_);
  int64_t examples = 0;

  for (int64_t step = 0; step < batches.size() && !stop.requested;) {
    const auto result = engine_->steps(step, std::min(interval, batches.size() - step));
    const int64_t rows = result.outputs.size(0);
    step += result.loss.numel();
    losses.record(result.loss, rows, batches.batch_size());
    if (const auto bad = losses.find_non_finite())
      throw_diverged(*model_.ptr(), *optimizer_, epoch, bad->step, bad->loss);
    metrics.record(result.outputs);
    examples += rows;
    notify(callbacks_, &Callback::on_step_end,
           StepEnd{epoch, options_.epochs(), step, batches.size(), examples, train.size(),
                   watch.seconds(), mean_loss, metric_values, stop});
  }

  EpochRecord record;
  record.epoch = epoch;
  record.train_loss = losses.mean();
  record.train_metrics = metrics.values();
  record.learning_rate = learning_rate(*optimizer_);
  record.seconds = watch.seconds();
  record.examples = examples;
  return record;
}

Report Trainer::evaluate(const data::Dataset& dataset) {
  if (dataset.size() == 0)
    throw DataError("data set '{}' has no examples to evaluate", dataset.name);
  const ThreadsGuard threads(engine_->threads());
  const torch::NoGradGuard no_grad;
  parameters_->adopt();
  const auto on_device = dataset.to(options_.device());
  model_.ptr()->eval();
  const auto outputs = engine_->predict(on_device.inputs);
  MetricTape metrics(metrics_, on_device.targets, {});
  metrics.record(outputs);
  const auto loss = loss_.function(outputs, on_device.targets).item<double>();
  return {loss, metrics.values(), outputs.cpu()};
}

/// Of a step's forward pass.
int64_t Trainer::multiply_adds() const {
  int64_t weights = 0;
  for (const auto& parameter : model_.ptr()->parameters()) weights += parameter.numel();
  return weights * options_.batch_size();
}

}  // namespace gradus::training
