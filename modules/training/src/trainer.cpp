#include "gradus/training/trainer.h"

#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "gradus/data/batches.h"
#include "gradus/training/gradients.h"
#include "gradus/training/loss_tape.h"

#include <c10/util/Exception.h>
#include <torch/utils.h>

#include <chrono>

namespace gradus::training {
namespace {

constexpr int64_t kMaxEpochs = 1'000'000;
constexpr int64_t kMaxBatchSize = 100'000'000;
/// Evaluation keeps no gradients, so its batches may be larger than the training's.
constexpr int64_t kEvaluationBatchSize = 1024;

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

}  // namespace

Trainer::Trainer(torch::nn::AnyModule model, const OptimizerSpec& optimizer, Loss loss,
                 TrainerOptions options)
    : model_(std::move(model)), loss_(std::move(loss)), options_(options) {
  check_options(options_);
  model_.ptr()->to(options_.device());
  optimizer_ = make_optimizer(optimizer, model_.ptr()->parameters());
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
  choose_threads_for_work();
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
  reset_metrics();
  const data::Batches batches(train, options_.batch_size(), options_.seed(), epoch);
  LossTape tape(batches.size(), options_.device());
  const std::function<double()> mean_loss = [&] { return tape.mean(); };
  const std::function<MetricValues()> metrics = [&] { return read_metrics(); };
  int64_t examples = 0;

  for (int64_t step = 1; step <= batches.size() && !stop.requested; ++step) {
    const auto batch = batches[step - 1];
    tape.record(train_step(batch.inputs, batch.targets), batch.targets.size(0));
    if (const auto bad = tape.find_non_finite())
      throw_diverged(*model_.ptr(), *optimizer_, epoch, bad->step, bad->loss);
    examples += batch.targets.size(0);
    notify(callbacks_, &Callback::on_step_end,
           StepEnd{epoch, options_.epochs(), step, batches.size(), examples, train.size(),
                   watch.seconds(), mean_loss, metrics, stop});
  }

  EpochRecord record;
  record.epoch = epoch;
  record.train_loss = tape.mean();
  record.train_metrics = read_metrics();
  record.learning_rate = learning_rate(*optimizer_);
  record.seconds = watch.seconds();
  record.examples = examples;
  return record;
}

torch::Tensor Trainer::train_step(const torch::Tensor& inputs, const torch::Tensor& targets) {
  torch::Tensor outputs;
  // A closure, because LBFGS evaluates the loss several times a step.
  const auto loss = optimizer_->step([&] {
    optimizer_->zero_grad();
    outputs = model_.forward(inputs);
    auto batch_loss = loss_.function(outputs, targets);
    batch_loss.backward();
    return batch_loss;
  });
  const torch::NoGradGuard no_grad;
  for (const auto& metric : metrics_) metric->update(outputs.detach(), targets);
  return loss.detach();
}

Report Trainer::evaluate(const data::Dataset& dataset) {
  if (dataset.size() == 0)
    throw DataError("data set '{}' has no examples to evaluate", dataset.name);
  choose_threads_for_work();
  const torch::NoGradGuard no_grad;
  const auto on_device = dataset.to(options_.device());
  model_.ptr()->eval();
  reset_metrics();
  const data::Batches batches(on_device, kEvaluationBatchSize, 0, 0, /*shuffle=*/false);
  LossTape tape(batches.size(), options_.device());
  std::vector<torch::Tensor> outputs;
  for (const auto& batch : batches) {
    outputs.push_back(model_.forward(batch.inputs));
    tape.record(loss_.function(outputs.back(), batch.targets), batch.targets.size(0));
    for (const auto& metric : metrics_) metric->update(outputs.back(), batch.targets);
  }
  return {tape.mean(), read_metrics(), torch::cat(outputs).cpu()};
}

void Trainer::choose_threads_for_work() const {
  int64_t weights = 0;
  for (const auto& parameter : model_.ptr()->parameters()) weights += parameter.numel();
  set_threads(options_.threads() > 0 ? options_.threads()
                                     : choose_threads(weights * options_.batch_size()));
}

MetricValues Trainer::read_metrics() const {
  MetricValues values;
  for (const auto& metric : metrics_) values.emplace_back(metric->name(), metric->value());
  return values;
}

void Trainer::reset_metrics() {
  for (const auto& metric : metrics_) metric->reset();
}

}  // namespace gradus::training
